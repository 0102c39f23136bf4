/** Domain names, implementation and specification: the message. */
@NullMarked
package org.popdns.rfc1035;

import org.jspecify.annotations.NullMarked;
