/** Tests of the map's parts. */
@NullMarked
package org.popdns.map;

import org.jspecify.annotations.NullMarked;
