/**
 * The metrics, by the rooms whose doings they count: a class for each room says which families it
 * has and what they are now. What overlaps with the status is taken from the same values. Only
 * {@code Exposition} knows the format and the library that writes it.
 */
@NullMarked
package org.popdns.report.metrics;

import org.jspecify.annotations.NullMarked;
