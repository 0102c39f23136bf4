/**
 * Record types: one table of what their RDATA is made of, and what follows from it: RDATA from text
 * and to text, whether it is well formed, its canonical form, the names in it that are compressed
 * or lead on. Called by those that read zones, on their thread, and by those that compile and print
 * them. Knows neither zones nor files.
 */
@NullMarked
package org.popdns.record;

import org.jspecify.annotations.NullMarked;
