package org.popdns.config.model;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the operator says of a network. What is empty here, databases may say.
 *
 * @param prefix the network; a longer one within it says all of itself
 * @param country two letters, as ISO 3166-1 has them
 * @param subdivision the part after the country in ISO 3166-2; empty where there is no country
 * @param asn the autonomous system, unsigned 32 bits
 * @param location where on the earth it is
 */
public record PlacePrefix(
    IpPrefix prefix,
    Optional<String> country,
    Optional<String> subdivision,
    OptionalLong asn,
    Optional<Location> location) {

  /** Refuses a subdivision of no country. */
  public PlacePrefix {
    if (subdivision.isPresent() && country.isEmpty()) {
      throw new IllegalArgumentException("a subdivision of no country");
    }
  }

  /** A network of which nobody says where exactly it is. */
  public PlacePrefix(
      IpPrefix prefix, Optional<String> country, Optional<String> subdivision, OptionalLong asn) {
    this(prefix, country, subdivision, asn, Optional.empty());
  }
}
