/** DNAME. */
@NullMarked
package org.popdns.rfc6672;

import org.jspecify.annotations.NullMarked;
