/** Probes by a TCP connection. */
@NullMarked
package org.popdns.health.probe.tcp;

import org.jspecify.annotations.NullMarked;
