/** The NSID option. */
@NullMarked
package org.popdns.rfc5001;

import org.jspecify.annotations.NullMarked;
