/** Glue. */
@NullMarked
package org.popdns.rfc9471;

import org.jspecify.annotations.NullMarked;
