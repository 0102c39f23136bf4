package org.popdns.config.zone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Mark;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Scalars;
import org.popdns.config.tree.TreeReader;
import org.popdns.config.zone.DraftZone.Completeness;
import org.popdns.name.DomainName;

/**
 * Reads a zone in octoDNS's YAML format: a mapping of owner names, relative to the zone, to a
 * record or a list of records. Used once, by the one thread that loads.
 */
public final class ZoneYaml {

  private final FileProblems problems;
  private final DomainName origin;
  private final RecordYaml records;
  private final Map<DomainName, ScalarNode> owners = new HashMap<>();
  private final Map<SetKey, Span> seen = new HashMap<>();
  private final List<DraftRecordSet> recordSets = new ArrayList<>();
  private Optional<DraftSoa> soa = Optional.empty();

  private ZoneYaml(FileProblems problems, DomainName origin) {
    this.problems = problems;
    this.origin = origin;
    this.records = new RecordYaml(problems, origin);
  }

  private record SetKey(DomainName owner, int type) {}

  /**
   * Reads a zone file.
   *
   * @return the draft, without what does not fit; empty if the file is no zone at all; what is
   *     wrong is reported in either case
   */
  public static Optional<DraftZone> read(FileProblems problems, DomainName origin) {
    return TreeReader.read(problems)
        .flatMap(
            root -> {
              if (root instanceof MappingNode mapping) {
                return Optional.of(new ZoneYaml(problems, origin).zone(mapping));
              }
              problems.error(root.span(), "a zone must be a mapping of names, not " + root.kind());
              return Optional.empty();
            });
  }

  private DraftZone zone(MappingNode mapping) {
    for (Entry entry : mapping.entries()) {
      owner(entry.key())
          .ifPresent(
              owner -> {
                for (Node record : Scalars.oneOrMore(entry.value())) {
                  record(owner, entry.key(), record);
                }
              });
    }
    return new DraftZone(
        origin,
        new Mark(problems, Span.START),
        soa,
        recordSets,
        problems.hasErrors() ? Completeness.PARTIAL : Completeness.COMPLETE);
  }

  private Optional<DomainName> owner(ScalarNode key) {
    String text = key.text();
    if (text.equals("@")) {
      problems.error(key.span(), "the zone itself is written as an empty name, ''");
      return Optional.empty();
    }
    DomainName owner;
    try {
      owner = DomainName.parse(text, origin);
    } catch (IllegalArgumentException e) {
      problems.error(key.span(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    if (DomainName.isAbsolute(text)) {
      problems.error(
          key.span(),
          owner.isAtOrBelow(origin)
              ? "names are relative to the zone, without a final dot"
              : "name " + Quoted.of(text) + " is outside the zone " + origin,
          owner.isAtOrBelow(origin) ? Optional.of(relative(owner)) : Optional.empty());
      return Optional.empty();
    }
    ScalarNode first = owners.putIfAbsent(owner, key);
    if (first != null) {
      problems.error(
          key.span(), "the name " + owner + " stands in line " + first.span().line() + " already");
      return Optional.empty();
    }
    return Optional.of(owner);
  }

  private String relative(DomainName owner) {
    String text = owner.toString();
    int suffix = origin.isRoot() ? 1 : origin.toString().length() + 1;
    return text.length() <= suffix ? "" : text.substring(0, text.length() - suffix);
  }

  private void record(DomainName owner, ScalarNode key, Node node) {
    Span where = node instanceof MappingNode mapping ? placeOf(mapping, key) : node.span();
    switch (records.read(owner, key.span(), node, where)) {
      case RecordYaml.Outcome.Refused refused -> {}
      case RecordYaml.Outcome.Soa found -> {
        if (!owner.equals(origin)) {
          problems.error(where, "a SOA record stands at the zone itself only, not at " + owner);
        } else if (soa.isPresent()) {
          problems.error(where, "a zone has one SOA record, this is the second");
        } else {
          soa = Optional.of(found.soa());
        }
      }
      case RecordYaml.Outcome.Records found -> {
        DraftRecordSet set = found.recordSet();
        Span first = seen.putIfAbsent(new SetKey(owner, set.type()), where);
        if (first == null) {
          recordSets.add(set);
        } else {
          problems.error(
              where,
              "the "
                  + set.mnemonic()
                  + " records of "
                  + owner
                  + " stand in line "
                  + first.line()
                  + " already");
        }
      }
    }
  }

  // What is wrong with a record as a whole is shown at its type, which names it best.
  private static Span placeOf(MappingNode mapping, ScalarNode owner) {
    return mapping.entries().stream()
        .filter(entry -> entry.key().text().equals("type"))
        .map(entry -> entry.value().span())
        .findFirst()
        .orElseGet(
            () ->
                mapping.entries().isEmpty()
                    ? owner.span()
                    : mapping.entries().getFirst().key().span());
  }
}
