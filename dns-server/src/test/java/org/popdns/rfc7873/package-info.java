/** DNS cookies (with RFC 9018). */
@NullMarked
package org.popdns.rfc7873;

import org.jspecify.annotations.NullMarked;
