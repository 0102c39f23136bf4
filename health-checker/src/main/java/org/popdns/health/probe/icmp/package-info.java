/** Probes by ICMP echo, over sockets that whoever can make system calls brings. */
@NullMarked
package org.popdns.health.probe.icmp;

import org.jspecify.annotations.NullMarked;
