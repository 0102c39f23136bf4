package org.popdns.place;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.model.PlacePrefix;
import org.popdns.snapshot.RegionTable;

/**
 * What one source says of all addresses. Immutable.
 *
 * @param source what the operator calls it: the file
 * @param table an address's region is the index of its place
 * @param places the first is {@link Place#UNKNOWN}
 * @param locations where exactly addresses are; empty if nothing is said of it, or it is not kept
 */
public record PlaceLayer(
    String source, RegionTable table, List<Place> places, Optional<LocationLayer> locations) {

  /** Copies the list. */
  public PlaceLayer {
    places = List.copyOf(places);
  }

  /**
   * What the operator says.
   *
   * @param source the file that says it
   */
  public static PlaceLayer ofOperator(String source, List<PlacePrefix> prefixes) {
    List<Place> places = new ArrayList<>(List.of(Place.UNKNOWN));
    Map<Place, Integer> indexes = new HashMap<>(Map.of(Place.UNKNOWN, 0));
    List<PrefixRanges.Numbered> numbered = new ArrayList<>();
    LocationIndex locations = new LocationIndex();
    List<PrefixRanges.Numbered> located = new ArrayList<>();
    for (PlacePrefix prefix : prefixes) {
      Place place =
          Place.of(Optional.empty(), prefix.country(), prefix.subdivision(), prefix.asn());
      Integer index = indexes.putIfAbsent(place, places.size());
      if (index == null) {
        index = places.size();
        places.add(place);
      }
      numbered.add(new PrefixRanges.Numbered(prefix.prefix(), index));
      located.add(
          new PrefixRanges.Numbered(prefix.prefix(), locations.regionOf(prefix.location())));
    }
    Optional<LocationLayer> exact =
        locations.locations().isEmpty()
            ? Optional.empty()
            : Optional.of(new LocationLayer(table(located), locations.locations()));
    return new PlaceLayer(source, table(numbered), places, exact);
  }

  private static RegionTable table(List<PrefixRanges.Numbered> prefixes) {
    return RegionTable.of(PrefixRanges.of(prefixes, 0, (around, own) -> own));
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
