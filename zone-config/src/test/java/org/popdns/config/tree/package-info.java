/** Tests of the located YAML tree. */
@NullMarked
package org.popdns.config.tree;

import org.jspecify.annotations.NullMarked;
