/** Tests of the room as a whole. */
@NullMarked
package org.popdns;

import org.jspecify.annotations.NullMarked;
