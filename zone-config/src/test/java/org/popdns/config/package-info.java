/** Tests of zone-config as a whole. */
@NullMarked
package org.popdns.config;

import org.jspecify.annotations.NullMarked;
