package org.popdns.config.zone;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.popdns.config.dynamic.DynamicYaml;
import org.popdns.config.dynamic.Leniency;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Spelling;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.Form;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Node.SequenceNode;
import org.popdns.config.tree.Yaml11;

/**
 * A record's {@code octodns} key: what octoDNS and its providers are told about the record. To
 * octoDNS popdns is a provider of that name, so {@code octodns: {popdns: …}} is the place for our
 * extensions in a file that both read; the sections of other providers are theirs. {@code lenient}
 * loosens octoDNS's own checks, not ours, which are about what can be served.
 *
 * @param cluster the key and the name of the cluster
 * @param pools what popdns has beside the pools of a dynamic record
 * @param rules what popdns has beside its rules
 * @param ttl what popdns has beside its TTL
 * @param degradedTtl the TTL of answers that are not what they are with all well
 * @param healthcheck octoDNS's key of that name, which is for dynamic records
 * @param lenient octoDNS's key of that name
 */
record OctodnsSection(
    Optional<Entry> cluster,
    Optional<Entry> pools,
    Optional<Entry> rules,
    Optional<Entry> ttl,
    Optional<Entry> degradedTtl,
    Optional<Entry> healthcheck,
    Optional<Entry> lenient) {

  private static final String PROVIDER = "popdns";
  private static final List<String> KEYS =
      List.of(
          "ignored",
          "included",
          "excluded",
          "lenient",
          "healthcheck",
          "auto_arpa_priority",
          PROVIDER);
  // Those that have mappings: so have the sections of other providers, whose names are theirs.
  private static final List<String> MAPPING_KEYS = List.of("healthcheck", PROVIDER);

  /** The section of a record that has none. */
  static final OctodnsSection NONE =
      new OctodnsSection(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Whether a record is for us. */
  enum Scope {
    /** It is served. */
    OURS,
    /** {@code ignored}, {@code included} or {@code excluded} take it out. */
    NOT_OURS
  }

  /** Whether a record is for us, which is asked before anything else of it is judged. */
  static Scope scope(Entry entry, FileProblems problems) {
    if (!(entry.value() instanceof MappingNode mapping)) {
      problems.error(
          entry.value().span(), "octodns must be a mapping, not " + entry.value().kind());
      return Scope.OURS;
    }
    Scope scope = Scope.OURS;
    for (Entry field : mapping.entries()) {
      boolean out =
          switch (field.key().text()) {
            case "ignored" -> ignored(field.value(), problems);
            case "included" -> {
              Providers providers = providers(field, problems);
              yield providers != Providers.NONE && providers != Providers.US_TOO;
            }
            case "excluded" -> providers(field, problems) == Providers.US_TOO;
            default -> false;
          };
      scope = out ? Scope.NOT_OURS : scope;
    }
    return scope;
  }

  /** Reads the section of a record that is ours. */
  static OctodnsSection read(Entry entry, FileProblems problems) {
    Optional<Fields> ours = Optional.empty();
    Optional<Entry> healthcheck = Optional.empty();
    Optional<Entry> lenient = Optional.empty();
    if (entry.value() instanceof MappingNode mapping) {
      for (Entry field : mapping.entries()) {
        String key = field.key().text();
        if (key.equals(PROVIDER)) {
          ours = Fields.of(field.value(), "octodns popdns", field.key().span(), problems);
        } else if (key.equals("healthcheck")) {
          healthcheck = Optional.of(field);
        } else if (key.equals("lenient")) {
          lenient = Optional.of(field);
        } else if (!KEYS.contains(key)) {
          // octoDNS takes no interest in keys that it does not know.
          Spelling.nearest(key, field.value() instanceof MappingNode ? MAPPING_KEYS : KEYS)
              .ifPresent(
                  meant ->
                      problems.warning(
                          field.key().span(),
                          "unknown key " + Quoted.of(key) + " in octodns",
                          Optional.of(meant)));
        }
      }
    }
    OctodnsSection section =
        new OctodnsSection(
            ours.flatMap(fields -> fields.entry("cluster")),
            ours.flatMap(fields -> fields.entry("pools")),
            ours.flatMap(fields -> fields.entry("rules")),
            ours.flatMap(fields -> fields.entry("ttl")),
            ours.flatMap(fields -> fields.entry("ttl-degraded")),
            healthcheck,
            lenient);
    ours.ifPresent(Fields::refuseUnknown);
    return section;
  }

  /** The keys that make a dynamic record's plan. */
  DynamicYaml.Keys keys(Entry dynamic, FileProblems problems) {
    return new DynamicYaml.Keys(
        dynamic, healthcheck, pools, rules, ttl, degradedTtl, leniency(problems));
  }

  private Leniency leniency(FileProblems problems) {
    if (lenient.isPresent() && lenient.get().value() instanceof ScalarNode scalar) {
      Optional<Boolean> flag = Yaml11.flag(scalar);
      if (flag.isPresent()) {
        return flag.get() ? Leniency.LENIENT : Leniency.STRICT;
      }
      if (scalar.form() == Form.NULL) {
        return Leniency.STRICT;
      }
    }
    lenient.ifPresent(
        entry ->
            problems.error(
                entry.value().span(),
                "lenient must be true or false, not " + entry.value().kind()));
    return Leniency.STRICT;
  }

  /** Refuses what says something of pools and rules where there are none. */
  void refuseDynamicKeys(FileProblems problems) {
    List<Entry> keys = Stream.of(pools, rules, ttl, degradedTtl).flatMap(Optional::stream).toList();
    for (Entry entry : keys) {
      problems.error(
          entry.key().span(),
          Quoted.of(entry.key().text()) + " is for records with 'dynamic', which this one lacks");
    }
  }

  private static boolean ignored(Node value, FileProblems problems) {
    if (value instanceof ScalarNode scalar) {
      if (scalar.form() == Form.NULL) {
        return false;
      }
      Optional<Boolean> flag = Yaml11.flag(scalar);
      if (flag.isPresent()) {
        return flag.get();
      }
    }
    problems.error(value.span(), "ignored must be true or false, not " + value.kind());
    return false;
  }

  /** Who is named by {@code included} or {@code excluded}. */
  private enum Providers {
    NONE,
    OTHERS,
    US_TOO
  }

  private static Providers providers(Entry field, FileProblems problems) {
    String key = field.key().text();
    Node value = field.value();
    return switch (value) {
      case SequenceNode list when list.items().isEmpty() -> Providers.NONE;
      case SequenceNode list ->
          list.items().stream()
                  .anyMatch(item -> item instanceof ScalarNode name && name.text().equals(PROVIDER))
              ? Providers.US_TOO
              : Providers.OTHERS;
      case ScalarNode text when text.form() == Form.TEXT -> within(text, key, problems);
      default -> {
        problems.error(value.span(), key + " must be a list of names, not " + value.kind());
        yield Providers.NONE;
      }
    };
  }

  // octoDNS looks for the name within the text.
  private static Providers within(ScalarNode text, String key, FileProblems problems) {
    if (text.text().isEmpty()) {
      return Providers.NONE;
    }
    if (!text.text().contains(PROVIDER)) {
      return Providers.OTHERS;
    }
    if (!text.text().equals(PROVIDER)) {
      problems.warning(
          text.span(),
          key
              + " is text, in which octoDNS looks for "
              + PROVIDER
              + ", and it is there: write a list of names");
    }
    return Providers.US_TOO;
  }
}
