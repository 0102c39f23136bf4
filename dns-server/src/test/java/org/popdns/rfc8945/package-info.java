/** Signed messages: TSIG. */
@NullMarked
package org.popdns.rfc8945;

import org.jspecify.annotations.NullMarked;
