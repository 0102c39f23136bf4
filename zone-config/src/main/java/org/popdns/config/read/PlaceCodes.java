package org.popdns.config.read;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.popdns.config.model.Continents;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;

/** Reads the codes of places. Used by the one thread that loads. */
record PlaceCodes(FileProblems problems) {

  static final long LARGEST_ASN = 0xffff_ffffL;

  /** A country's code; empty if there is no such country, and then that is reported. */
  Optional<String> country(String text, Span where) {
    if (Continents.continentOf(text).isPresent()) {
      return Optional.of(text);
    }
    Optional<String> upper =
        Optional.of(text.toUpperCase(Locale.ROOT))
            .filter(code -> Continents.continentOf(code).isPresent());
    problems.error(where, "no country of ISO 3166-1 has the code " + Quoted.of(text), upper);
    return Optional.empty();
  }

  /** A subdivision's code without its country; empty if it can be none, which is reported. */
  Optional<String> subdivision(String text, Span where) {
    if (text.matches("[A-Z0-9]{1,3}")) {
      return Optional.of(text);
    }
    problems.error(
        where,
        "a subdivision is what ISO 3166-2 has behind the country, such as BY, not "
            + Quoted.of(text));
    return Optional.empty();
  }

  /** Degrees; empty if it can be none, which is reported. */
  Optional<Double> degrees(String text, String what, int most, Span where) {
    if (text.matches("-?[0-9]{1,3}(\\.[0-9]{1,15})?")
        && Math.abs(Double.parseDouble(text)) <= most) {
      return Optional.of(Double.valueOf(text));
    }
    problems.error(
        where,
        what + " must be a number from -" + most + " to " + most + ", not " + Quoted.of(text));
    return Optional.empty();
  }

  /** A number of an autonomous system; empty if it can be none, which is reported. */
  OptionalLong asn(String text, Span where) {
    if (text.matches("[1-9][0-9]{0,9}") && Long.parseLong(text) <= LARGEST_ASN) {
      return OptionalLong.of(Long.parseLong(text));
    }
    problems.error(
        where, "asn must be a whole number from 1 to " + LARGEST_ASN + ", not " + Quoted.of(text));
    return OptionalLong.empty();
  }
}
