/** Extension mechanisms for DNS, EDNS(0). */
@NullMarked
package org.popdns.rfc6891;

import org.jspecify.annotations.NullMarked;
