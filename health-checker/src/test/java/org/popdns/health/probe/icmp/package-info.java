@NullMarked
package org.popdns.health.probe.icmp;

import org.jspecify.annotations.NullMarked;
