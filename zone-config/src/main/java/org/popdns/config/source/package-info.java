/**
 * Where the bytes of a configuration come from: the disk, or what was kept of a configuration that
 * was accepted. Readers ask here and nowhere else, so that both are read by the same code. Knows
 * paths and bytes, nothing of what they mean.
 */
@NullMarked
package org.popdns.config.source;

import org.jspecify.annotations.NullMarked;
