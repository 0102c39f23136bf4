/** Tests of calendars, where clocks are changed too. */
@NullMarked
package org.popdns.config.order;

import org.jspecify.annotations.NullMarked;
