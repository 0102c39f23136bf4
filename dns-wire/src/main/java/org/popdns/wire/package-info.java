/**
 * The DNS message format: reading queries and the numbers of the registries. Everything works on
 * {@link java.lang.foreign.MemorySegment} and allocates nothing. It knows no zone, no socket and no
 * configuration file.
 */
@NullMarked
package org.popdns.wire;

import org.jspecify.annotations.NullMarked;
