/** Domain names, concepts and facilities: which data answer a question. */
@NullMarked
package org.popdns.rfc1034;

import org.jspecify.annotations.NullMarked;
