/**
 * Times that come back, by the clocks of a place, with all that summer time does to them. Nothing
 * here asks a clock, or knows what the times are for.
 */
@NullMarked
package org.popdns.config.order;

import org.jspecify.annotations.NullMarked;
