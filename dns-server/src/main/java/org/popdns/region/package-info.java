/**
 * From rules and places to disjoint regions: for each list of rules a table that says which of them
 * an address falls under. Made on the control side, whenever rules or places change; what workers
 * read of it is {@link org.popdns.snapshot.RegionTable}.
 */
@NullMarked
package org.popdns.region;

import org.jspecify.annotations.NullMarked;
