package org.popdns.place;

import java.util.List;
import org.popdns.snapshot.RegionTable;

/**
 * What one source says of all addresses. Immutable.
 *
 * @param source what the operator calls it: the file
 * @param table an address's region is the index of its place
 * @param places the first is {@link Place#UNKNOWN}
 */
public record PlaceLayer(String source, RegionTable table, List<Place> places) {

  /** Copies the list. */
  public PlaceLayer {
    places = List.copyOf(places);
  }

  /** True if it says of any network in which part of the world it is. */
  public boolean hasGeo() {
    return places.stream().anyMatch(Place::hasGeo);
  }

  /** True if it says of any network in which subdivision of a country it is. */
  public boolean hasSubdivision() {
    return places.stream().anyMatch(place -> place.subdivision().isPresent());
  }

  /** True if it says of any network which autonomous system originates it. */
  public boolean hasAsn() {
    return places.stream().anyMatch(place -> place.asn().isPresent());
  }
}
