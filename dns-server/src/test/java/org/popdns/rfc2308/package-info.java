/** Negative answers. */
@NullMarked
package org.popdns.rfc2308;

import org.jspecify.annotations.NullMarked;
