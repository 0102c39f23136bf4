/**
 * How long the answer path takes, without sockets. Run by hand, through {@code benchmarks/jmh.sh};
 * nothing is asserted. What whole servers cost is measured by {@code benchmarks/peers.sh}.
 */
@NullMarked
package org.popdns.benchmarks;

import org.jspecify.annotations.NullMarked;
