package org.popdns.place;

import java.util.Optional;
import java.util.OptionalLong;
import org.popdns.config.model.Continents;
import org.popdns.config.model.Geo;

/**
 * What a source says of a network. Immutable.
 *
 * @param continent one of octoDNS's codes; where the country is known, octoDNS's table says it
 * @param country two letters, as ISO 3166-1 has them
 * @param subdivision the part after the country in ISO 3166-2; empty where there is no country
 * @param asn the autonomous system that originates the network, unsigned 32 bits
 */
public record Place(
    Optional<String> continent,
    Optional<String> country,
    Optional<String> subdivision,
    OptionalLong asn) {

  /** Nothing is known. */
  public static final Place UNKNOWN =
      new Place(Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty());

  /**
   * A place of what a source has.
   *
   * @param continent the source's own, which counts only where the country does not say it
   */
  public static Place of(
      Optional<String> continent,
      Optional<String> country,
      Optional<String> subdivision,
      OptionalLong asn) {
    return new Place(
        country.flatMap(Continents::continentOf).or(() -> continent),
        country,
        country.flatMap(known -> subdivision),
        asn);
  }

  /** True if it says in which part of the world the network is. */
  public boolean hasGeo() {
    return continent.isPresent() || country.isPresent();
  }

  /** True if the place is known to be in a part of the world. */
  public boolean isIn(Geo geo) {
    return geo.country().isEmpty()
        ? continent.equals(Optional.of(geo.continent()))
        : country.equals(geo.country())
            && (geo.subdivision().isEmpty() || subdivision.equals(geo.subdivision()));
  }
}
