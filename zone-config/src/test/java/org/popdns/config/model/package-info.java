/** Tests of the values that the configuration consists of. */
@NullMarked
package org.popdns.config.model;

import org.jspecify.annotations.NullMarked;
