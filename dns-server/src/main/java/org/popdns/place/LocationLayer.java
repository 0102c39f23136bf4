package org.popdns.place;

import java.util.List;
import java.util.Optional;
import org.popdns.config.model.Location;
import org.popdns.snapshot.RegionTable;

/**
 * Where exactly one source says that addresses are. Immutable.
 *
 * @param table an address's region is one more than the index of its location; 0 where nobody says
 * @param locations each once
 */
public record LocationLayer(RegionTable table, List<Location> locations) {

  /** Copies the list. */
  public LocationLayer {
    locations = List.copyOf(locations);
  }

  /** The location of a region of the table. */
  Optional<Location> location(int region) {
    return region == 0 ? Optional.empty() : Optional.of(locations.get(region - 1));
  }
}
