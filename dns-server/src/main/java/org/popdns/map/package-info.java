/**
 * Where countries are, and maps of the world as SVG: outlines, their projection, the sheet with its
 * legend. Knows nothing of DNS: what a country's colour means is said by whoever has it drawn.
 */
@NullMarked
package org.popdns.map;

import org.jspecify.annotations.NullMarked;
