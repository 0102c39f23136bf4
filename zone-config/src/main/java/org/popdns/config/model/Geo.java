package org.popdns.config.model;

import java.util.Optional;

/**
 * A part of the world as octoDNS writes it: {@code EU}, {@code EU-DE}, {@code NA-US-CA}. Which
 * countries a continent has is octoDNS's table, wherever a database has them.
 *
 * @param continent one of AF, AN, AS, EU, NA, OC, SA
 * @param country two letters, as ISO 3166-1 has them; empty for the whole continent
 * @param subdivision the part after the country in ISO 3166-2; empty for the whole country, and
 *     where there is no country
 */
public record Geo(String continent, Optional<String> country, Optional<String> subdivision) {

  /** Refuses a subdivision of no country. */
  public Geo {
    if (subdivision.isPresent() && country.isEmpty()) {
      throw new IllegalArgumentException("a subdivision of no country");
    }
  }

  /** As octoDNS writes it. */
  @Override
  public String toString() {
    return continent
        + country.map(c -> "-" + c).orElse("")
        + subdivision.map(s -> "-" + s).orElse("");
  }
}
