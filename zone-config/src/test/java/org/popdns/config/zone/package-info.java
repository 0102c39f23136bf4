/** Tests of zone files in both formats. */
@NullMarked
package org.popdns.config.zone;

import org.jspecify.annotations.NullMarked;
