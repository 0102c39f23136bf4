/** Probes by an ICMP echo: what one says, and how it is read. */
@NullMarked
package org.popdns.config.probe.icmp;

import org.jspecify.annotations.NullMarked;
