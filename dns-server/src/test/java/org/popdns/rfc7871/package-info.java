/** The client subnet option. */
@NullMarked
package org.popdns.rfc7871;

import org.jspecify.annotations.NullMarked;
