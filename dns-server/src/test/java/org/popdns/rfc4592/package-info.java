/** Wildcards. */
@NullMarked
package org.popdns.rfc4592;

import org.jspecify.annotations.NullMarked;
