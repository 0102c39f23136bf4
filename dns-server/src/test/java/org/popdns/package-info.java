/** What holds for the whole room. */
@NullMarked
package org.popdns;

import org.jspecify.annotations.NullMarked;
