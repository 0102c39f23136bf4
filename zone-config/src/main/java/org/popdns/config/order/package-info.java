/**
 * An operator's orders as values: what is to be done to which members, from when until when; and
 * their form in files. Windows are times of the day somewhere, with all that summer time does to
 * them. Nothing here knows which orders are in force, or asks a clock.
 */
@NullMarked
package org.popdns.config.order;

import org.jspecify.annotations.NullMarked;
