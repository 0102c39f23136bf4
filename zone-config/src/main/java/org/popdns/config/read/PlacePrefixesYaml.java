package org.popdns.config.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.popdns.config.dynamic.LocationYaml;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.model.Location;
import org.popdns.config.model.PlacePrefix;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Scalars;
import org.popdns.config.tree.TreeReader;

/**
 * Reads the operator's prefixes in YAML. Used by the one thread that loads.
 *
 * <pre>
 * 192.0.2.0/24: DE
 * "2001:db8::/32": {country: US, subdivision: CA, asn: 64500}
 * 198.51.100.0/24: {location: {latitude: 50.11, longitude: 8.68}}
 * </pre>
 */
final class PlacePrefixesYaml {

  private final FileProblems problems;
  private final Scalars scalars;
  private final PlaceCodes codes;
  private final Set<IpPrefix> seen = new HashSet<>();

  PlacePrefixesYaml(FileProblems problems) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
    this.codes = new PlaceCodes(problems);
  }

  /** What is right in the file. */
  List<PlacePrefix> read() {
    List<PlacePrefix> all = new ArrayList<>();
    TreeReader.read(problems)
        .ifPresent(
            root -> {
              if (root instanceof MappingNode mapping) {
                mapping.entries().forEach(entry -> prefix(entry).ifPresent(all::add));
              } else {
                problems.error(root.span(), "the prefixes must be a mapping, not " + root.kind());
              }
            });
    return all;
  }

  private Optional<PlacePrefix> prefix(Entry entry) {
    Optional<IpPrefix> prefix = new Prefixes(scalars, problems).read(entry.key(), "the key");
    if (prefix.filter(known -> !seen.add(known)).isPresent()) {
      problems.error(entry.key().span(), "this prefix stands here twice");
    }
    if (entry.value() instanceof ScalarNode country) {
      Optional<String> code =
          scalars.text(country, "country").flatMap(text -> codes.country(text, country.span()));
      return prefix.map(of -> new PlacePrefix(of, code, Optional.empty(), OptionalLong.empty()));
    }
    String what = "prefix " + Quoted.of(entry.key().text());
    return Fields.of(entry.value(), what, entry.key().span(), problems)
        .flatMap(fields -> place(fields, prefix));
  }

  private Optional<PlacePrefix> place(Fields fields, Optional<IpPrefix> prefix) {
    Optional<String> country =
        fields
            .optional("country")
            .flatMap(
                node ->
                    scalars
                        .text(node, "country")
                        .flatMap(text -> codes.country(text, node.span())));
    Optional<Entry> part = fields.entry("subdivision");
    Optional<String> subdivision =
        part.flatMap(
            found ->
                scalars
                    .text(found.value(), "subdivision")
                    .flatMap(text -> codes.subdivision(text, found.value().span())));
    if (part.isPresent() && fields.optional("country").isEmpty()) {
      problems.error(part.get().key().span(), "a subdivision needs its country");
    }
    Optional<Long> asn =
        fields
            .optional("asn")
            .flatMap(node -> scalars.integer(node, "asn", 1, PlaceCodes.LARGEST_ASN));
    Optional<Location> location = new LocationYaml(problems).read(fields);
    fields.refuseUnknown();
    if (Stream.of("country", "asn", "location").allMatch(key -> fields.optional(key).isEmpty())) {
      problems.error(
          fields.where(), fields.what() + " needs a 'country', an 'asn' or a 'location'");
    }
    return prefix.map(
        of ->
            new PlacePrefix(
                of,
                country,
                country.flatMap(known -> subdivision),
                asn.map(OptionalLong::of).orElse(OptionalLong.empty()),
                location));
  }
}
