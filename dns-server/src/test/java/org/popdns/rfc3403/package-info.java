/** NAPTR records. */
@NullMarked
package org.popdns.rfc3403;

import org.jspecify.annotations.NullMarked;
