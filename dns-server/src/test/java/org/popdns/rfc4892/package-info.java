/** Identifying a nameserver instance. */
@NullMarked
package org.popdns.rfc4892;

import org.jspecify.annotations.NullMarked;
