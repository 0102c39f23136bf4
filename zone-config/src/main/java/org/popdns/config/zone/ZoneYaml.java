package org.popdns.config.zone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Mark;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.SourceText;
import org.popdns.config.problem.Span;
import org.popdns.config.tree.Inclusion;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Scalars;
import org.popdns.config.tree.SourceFile;
import org.popdns.config.tree.TreeReader;
import org.popdns.config.tree.Yaml11;
import org.popdns.config.zone.DraftZone.Completeness;
import org.popdns.name.DomainName;
import org.popdns.name.InternationalName;

/**
 * Reads a zone in octoDNS's YAML format: a mapping of owner names, relative to the zone, to a
 * record or a list of records. It may be spread over several files. Used once, by the one thread
 * that loads.
 */
public final class ZoneYaml {

  private final FileProblems problems;
  private final DomainName origin;
  private final RecordYaml records;
  private final Map<SetKey, Span> seen = new HashMap<>();
  private final List<DraftRecordSet> recordSets = new ArrayList<>();
  private Optional<DraftSoa> soa = Optional.empty();

  private ZoneYaml(FileProblems problems, DomainName origin, Settings settings) {
    this.problems = problems;
    this.origin = origin;
    this.records = new RecordYaml(problems, origin, settings.defaultTtl());
  }

  /**
   * What decides beside the files what they say.
   *
   * @param defaultTtl of records that give none, in seconds
   * @param inclusion which files may be included
   */
  public record Settings(long defaultTtl, Inclusion inclusion) {

    /** TTL where nothing else is said, as octoDNS has it, in seconds. */
    public static final long DEFAULT_TTL = 3600;

    /** As octoDNS has it where nobody says otherwise. */
    public static final Settings DEFAULT =
        new Settings(DEFAULT_TTL, new Inclusion(List.of(), SourceFile.MAX_MASTER_BYTES));
  }

  private record SetKey(DomainName owner, int type) {}

  /**
   * Reads a zone.
   *
   * @param problems of its first file
   * @param further its other files
   * @return the draft, without what does not fit; what is wrong is reported
   */
  public static DraftZone read(
      FileProblems problems, List<SourceText> further, DomainName origin, Settings settings) {
    ZoneYaml zone = new ZoneYaml(problems, origin, settings);
    zone.file(problems.source(), 0, settings.inclusion());
    for (SourceText text : further) {
      zone.file(text, problems.part(text), settings.inclusion());
    }
    return new DraftZone(
        origin,
        new Mark(problems, Span.START),
        zone.soa,
        zone.recordSets,
        problems.hasErrors() ? Completeness.PARTIAL : Completeness.COMPLETE);
  }

  private void file(SourceText text, int linesBefore, Inclusion inclusion) {
    Map<DomainName, ScalarNode> owners = new HashMap<>();
    TreeReader.entries(
        problems,
        text,
        linesBefore,
        inclusion,
        "a zone must be a mapping of names",
        new TreeReader.Entries() {
          @Override
          public void own(Entry entry) {
            owner(entry.key())
                .filter(owner -> isFirst(owner, entry.key(), owners))
                .ifPresent(owner -> records(owner, entry));
          }

          @Override
          public void merged(Entry entry) {
            owner(entry.key())
                .filter(owner -> owners.putIfAbsent(owner, entry.key()) == null)
                .ifPresent(owner -> records(owner, entry));
          }
        });
  }

  private boolean isFirst(DomainName owner, ScalarNode key, Map<DomainName, ScalarNode> owners) {
    ScalarNode first = owners.putIfAbsent(owner, key);
    if (first != null) {
      problems.error(
          key.span(),
          "the name "
              + InternationalName.toUnicode(owner)
              + " stands in "
              + problems.line(first.span())
              + " already");
    }
    return first == null;
  }

  private void records(DomainName owner, Entry entry) {
    for (Node record : Scalars.oneOrMore(entry.value())) {
      record(owner, entry.key(), record);
    }
  }

  private Optional<DomainName> owner(ScalarNode key) {
    String text = key.text();
    if (text.equals("@")) {
      problems.error(key.span(), "the zone itself is written as an empty name, ''");
      return Optional.empty();
    }
    Optional<String> other = Yaml11.otherName(key);
    if (other.isPresent()) {
      problems.error(key.span(), OtherYaml.message(key, other.get()));
      return Optional.empty();
    }
    DomainName owner;
    try {
      owner = DomainName.parse(InternationalName.toAscii(text), origin);
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
      case RecordYaml.Outcome.NotOurs others -> {}
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
                  + " stand in "
                  + problems.line(first)
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
