/** RFC 4034, Resource Records for the DNS Security Extensions: the order of names. */
@NullMarked
package org.popdns.rfc4034;

import org.jspecify.annotations.NullMarked;
