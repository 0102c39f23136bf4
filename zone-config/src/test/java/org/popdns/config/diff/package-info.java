/** Tests of comparisons, over configurations that are read from files. */
@NullMarked
package org.popdns.config.diff;

import org.jspecify.annotations.NullMarked;
