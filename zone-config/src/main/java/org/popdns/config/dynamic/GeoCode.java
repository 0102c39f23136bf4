package org.popdns.config.dynamic;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Continents;
import org.popdns.config.model.Geo;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;
import org.popdns.config.problem.Spelling;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Form;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.OtherYaml;
import org.popdns.config.tree.Yaml11;

/**
 * A part of the world as octoDNS writes it, {@code NA-US-CA}: its continent, country and province,
 * of octoDNS's lists. Immutable; read by the one thread that loads.
 */
record GeoCode(Geo geo, String code, Span where) {

  private static final int MOST_PARTS = 3;
  private static final String EXPECTED = "a code such as EU, EU-DE or NA-US-CA";

  // octoDNS has this country on a continent of its own, by a slip of its generator.
  private static final String TIMOR_IN_OCTODNS = "ID-TL";
  private static final String TIMOR = "AS-TL";

  /** The code; empty if there is no such place, and then that is reported. */
  static Optional<GeoCode> read(Node node, FileProblems problems) {
    if (!(node instanceof ScalarNode scalar) || scalar.form() != Form.TEXT) {
      Optional<String> other =
          node instanceof ScalarNode scalar ? Yaml11.otherText(scalar) : Optional.empty();
      problems.error(
          node.span(),
          node instanceof ScalarNode scalar && other.isPresent()
              ? OtherYaml.message(scalar, other.get())
              : "a geo must be " + EXPECTED + ", not " + node.kind());
      return Optional.empty();
    }
    String code = scalar.text();
    List<String> parts =
        Arrays.asList((code.equals(TIMOR_IN_OCTODNS) ? TIMOR : code).split("-", -1));
    Optional<String> wrong = wrong(parts);
    if (wrong.isPresent()) {
      problems.error(scalar.span(), wrong.get(), meant(parts));
      return Optional.empty();
    }
    return Optional.of(
        new GeoCode(
            new Geo(
                parts.getFirst(),
                parts.size() > 1 ? Optional.of(parts.get(1)) : Optional.empty(),
                parts.size() > 2 ? Optional.of(parts.get(2)) : Optional.empty()),
            code,
            scalar.span()));
  }

  private static Optional<String> wrong(List<String> parts) {
    String continent = parts.getFirst();
    if (parts.size() > MOST_PARTS) {
      return Optional.of("a geo has a continent, a country and a province at most");
    }
    if (!Continents.all().contains(continent)) {
      return Optional.of("no continent " + Quoted.of(continent));
    }
    if (parts.size() > 1 && !Continents.countriesOf(continent).contains(parts.get(1))) {
      return Optional.of("no country " + Quoted.of(parts.get(1)) + " of " + continent);
    }
    if (parts.size() > 2) {
      Set<String> provinces = Continents.subdivisionsOf(parts.get(1));
      if (!provinces.contains(parts.get(2))) {
        return Optional.of(
            "no province "
                + Quoted.of(parts.get(2))
                + " of "
                + parts.get(1)
                + (provinces.isEmpty()
                    ? ": those of CA and US have codes here, as in octoDNS"
                    : ""));
      }
    }
    return Optional.empty();
  }

  /** The code that the parts are nearly, if there is one. */
  private static Optional<String> meant(List<String> parts) {
    List<String> upper = parts.stream().map(part -> part.strip().toUpperCase(Locale.ROOT)).toList();
    String first = upper.getFirst();
    if (upper.size() == 1) {
      return Continents.all().contains(first)
          ? Optional.of(first)
          : Continents.continentOf(first).map(continent -> continent + "-" + first);
    }
    String country = upper.get(1);
    Optional<String> prefix =
        Continents.continentOf(country).map(continent -> continent + "-" + country);
    return upper.size() == 2
        ? prefix
        : prefix.map(
            known ->
                Spelling.nearest(upper.get(2), Continents.subdivisionsOf(country))
                    .filter(province -> upper.size() == MOST_PARTS)
                    .map(province -> known + "-" + province)
                    .orElse(known));
  }

  /** True if the other is a part of this one, and less of it. */
  boolean encloses(GeoCode other) {
    return other.code.startsWith(code + "-");
  }

  /** As octoDNS writes a place. */
  static String octodns(Geo geo) {
    String code = geo.toString();
    return code.equals(TIMOR) ? TIMOR_IN_OCTODNS : code;
  }
}
