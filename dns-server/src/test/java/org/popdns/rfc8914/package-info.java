/** Extended errors. */
@NullMarked
package org.popdns.rfc8914;

import org.jspecify.annotations.NullMarked;
