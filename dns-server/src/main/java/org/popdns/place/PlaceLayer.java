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
 */
public record PlaceLayer(String source, RegionTable table, List<Place> places) {

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
    for (PlacePrefix prefix : prefixes) {
      Place place =
          Place.of(Optional.empty(), prefix.country(), prefix.subdivision(), prefix.asn());
      Integer index = indexes.putIfAbsent(place, places.size());
      if (index == null) {
        index = places.size();
        places.add(place);
      }
      numbered.add(new PrefixRanges.Numbered(prefix.prefix(), index));
    }
    RegionTable table = RegionTable.of(PrefixRanges.of(numbered, 0, (around, own) -> own));
    return new PlaceLayer(source, table, places);
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
