/** DNS over TCP. */
@NullMarked
package org.popdns.rfc7766;

import org.jspecify.annotations.NullMarked;
