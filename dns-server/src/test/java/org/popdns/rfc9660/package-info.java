/** The ZONEVERSION option. */
@NullMarked
package org.popdns.rfc9660;

import org.jspecify.annotations.NullMarked;
