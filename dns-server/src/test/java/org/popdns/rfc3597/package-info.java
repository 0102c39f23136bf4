/** Types that the server does not know. */
@NullMarked
package org.popdns.rfc3597;

import org.jspecify.annotations.NullMarked;
