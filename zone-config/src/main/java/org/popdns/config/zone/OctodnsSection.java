package org.popdns.config.zone;

import java.util.List;
import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Spelling;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Scalars;

/**
 * A record's {@code octodns} key: what octoDNS and its providers are told about the record. To
 * octoDNS popdns is a provider of that name, so {@code octodns: {popdns: …}} is the place for our
 * extensions in a file that both read; the sections of other providers are theirs. {@code lenient}
 * loosens octoDNS's own checks, not ours, which are about what can be served.
 *
 * @param scope whether the record is for us
 * @param cluster the key and the name of the cluster
 */
record OctodnsSection(Scope scope, Optional<Entry> cluster) {

  private static final String PROVIDER = "popdns";

  /** The section of a record that has none. */
  static final OctodnsSection NONE = new OctodnsSection(Scope.OURS, Optional.empty());

  /** Whether a record is for us. */
  enum Scope {
    /** It is served. */
    OURS,
    /** {@code ignored}, {@code included} or {@code excluded} take it out. */
    NOT_OURS
  }

  static OctodnsSection read(Entry entry, FileProblems problems) {
    if (!(entry.value() instanceof MappingNode mapping)) {
      problems.error(
          entry.value().span(), "octodns must be a mapping, not " + entry.value().kind());
      return NONE;
    }
    Scalars scalars = new Scalars(problems);
    Scope scope = Scope.OURS;
    Optional<Entry> cluster = Optional.empty();
    for (Entry field : mapping.entries()) {
      Node value = field.value();
      switch (field.key().text()) {
        case "ignored" -> {
          if (scalars.flag(value, "ignored").orElse(false)) {
            scope = Scope.NOT_OURS;
          }
        }
        case "lenient" -> scalars.flag(value, "lenient");
        case "included" -> {
          if (!providers(value, "included", scalars).contains(PROVIDER)) {
            scope = Scope.NOT_OURS;
          }
        }
        case "excluded" -> {
          if (providers(value, "excluded", scalars).contains(PROVIDER)) {
            scope = Scope.NOT_OURS;
          }
        }
        case PROVIDER -> cluster = ours(field, problems);
        default -> othersSection(field, problems);
      }
    }
    return new OctodnsSection(scope, cluster);
  }

  private static List<String> providers(Node node, String what, Scalars scalars) {
    return Scalars.oneOrMore(node).stream()
        .flatMap(item -> scalars.text(item, what).stream())
        .toList();
  }

  private static Optional<Entry> ours(Entry entry, FileProblems problems) {
    Optional<Fields> fields =
        Fields.of(entry.value(), "octodns popdns", entry.key().span(), problems);
    Optional<Entry> cluster = fields.flatMap(f -> f.entry("cluster"));
    fields.ifPresent(Fields::refuseUnknown);
    return cluster;
  }

  private static void othersSection(Entry field, FileProblems problems) {
    if (!(field.value() instanceof MappingNode)) {
      String key = field.key().text();
      problems.error(
          field.key().span(),
          "unknown key " + Quoted.of(key) + " in octodns",
          Spelling.nearest(key, List.of("ignored", "included", "excluded", "lenient", PROVIDER)));
    }
  }
}
