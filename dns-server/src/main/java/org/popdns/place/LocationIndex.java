package org.popdns.place;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.model.Location;

/** Numbers locations as a {@link LocationLayer} has them. Used by one thread. */
final class LocationIndex {

  private final List<Location> locations = new ArrayList<>();
  private final Map<Location, Integer> regions = new HashMap<>();

  /** The region of what a source says; 0 if it says nothing. */
  int regionOf(Optional<Location> location) {
    return location.map(this::regionOf).orElse(0);
  }

  private int regionOf(Location location) {
    return regions.computeIfAbsent(
        location,
        added -> {
          locations.add(added);
          return locations.size();
        });
  }

  List<Location> locations() {
    return locations;
  }
}
