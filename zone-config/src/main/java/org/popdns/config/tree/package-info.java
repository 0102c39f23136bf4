/**
 * YAML as a tree in which every key and value knows its line and column, and the typed reading of
 * such a tree. Scalars are text: what a key expects decides the type, so a site may be called
 * {@code no}. Depth, size and the expansion of aliases are bounded.
 */
@NullMarked
package org.popdns.config.tree;

import org.jspecify.annotations.NullMarked;
