/** Probes by a TCP connection: what one says, and how it is read. */
@NullMarked
package org.popdns.config.probe.tcp;

import org.jspecify.annotations.NullMarked;
