/** SVCB and HTTPS records. */
@NullMarked
package org.popdns.rfc9460;

import org.jspecify.annotations.NullMarked;
