/** Clarifications to the DNS specification. */
@NullMarked
package org.popdns.rfc2181;

import org.jspecify.annotations.NullMarked;
