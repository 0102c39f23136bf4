package org.popdns.config.zone;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.dynamic.KnownSites;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.SourceText;
import org.popdns.config.problem.Span;
import org.popdns.config.tree.Inclusion;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Node.SequenceNode;
import org.popdns.config.tree.OtherYaml;
import org.popdns.config.tree.SourceFile;
import org.popdns.config.tree.TreeReader;
import org.popdns.config.tree.Yaml11;
import org.popdns.config.zone.ZoneRecords.Repeats;
import org.popdns.name.DomainName;
import org.popdns.name.InternationalName;

/**
 * Reads a zone in octoDNS's YAML format: a mapping of owner names, relative to the zone, to a
 * record or a list of records. It may be spread over several files. Used once, by the one thread
 * that loads.
 */
public final class ZoneYaml {

  /** Most files of a zone. */
  private static final int MOST_FILES = 0xffff;

  private final FileProblems problems;
  private final DomainName origin;
  private final int originBytes;
  private final RecordYaml reader;
  private final ZoneRecords zone;
  private final YamlPlaces places;
  private int files;

  private ZoneYaml(FileProblems problems, DomainName origin, Settings settings) {
    this.problems = problems;
    this.origin = origin;
    this.originBytes = origin.lengthBytes();
    this.reader = new RecordYaml(problems, origin, settings);
    // Records are shorter than their text.
    this.zone = new ZoneRecords(origin, Repeats.REFUSE, problems.source().text().length() / 3 * 2);
    this.places = new YamlPlaces(problems);
  }

  /**
   * What decides beside the files what they say.
   *
   * @param defaultTtl of records that give none, in seconds
   * @param inclusion which files may be included
   * @param sites that rules may name
   */
  public record Settings(long defaultTtl, Inclusion inclusion, KnownSites sites) {

    /** TTL where nothing else is said, as octoDNS has it, in seconds. */
    public static final long DEFAULT_TTL = 3600;

    /** As octoDNS has it where nobody says otherwise. */
    public static final Settings DEFAULT =
        new Settings(
            DEFAULT_TTL,
            new Inclusion(List.of(), SourceFile.MAX_MASTER_BYTES),
            new KnownSites.Unknown());
  }

  /**
   * Reads a zone.
   *
   * @param problems of its first file
   * @param further its other files
   * @return the records, without what does not fit, and that is reported
   */
  public static ZoneRecords read(
      FileProblems problems, List<SourceText> further, DomainName origin, Settings settings) {
    ZoneYaml yaml = new ZoneYaml(problems, origin, settings);
    yaml.fileOf(Span.START);
    yaml.file(problems.source(), 0, settings.inclusion());
    for (SourceText text : further) {
      yaml.file(text, problems.part(text), settings.inclusion());
    }
    return yaml.zone;
  }

  private void file(SourceText text, int linesBefore, Inclusion inclusion) {
    OwnerTable owners = new OwnerTable();
    TreeReader.entries(
        problems,
        text,
        linesBefore,
        inclusion,
        "a zone must be a mapping of names",
        new TreeReader.Entries() {
          @Override
          public void own(Entry entry) {
            Optional<DomainName> owner = owner(entry.key());
            if (owner.isPresent()) {
              byte[] name = owner.get().toWire();
              int line = put(name, entry.key(), owners);
              if (line == 0) {
                records(name, entry);
              } else {
                standsAlready(owner.get(), entry.key(), line);
              }
            }
          }

          @Override
          public void merged(Entry entry) {
            Optional<DomainName> owner = owner(entry.key());
            if (owner.isPresent()) {
              byte[] name = owner.get().toWire();
              if (put(name, entry.key(), owners) == 0) {
                records(name, entry);
              }
            }
          }
        });
  }

  private int put(byte[] name, ScalarNode key, OwnerTable owners) {
    return owners.put(name, name.length - originBytes, key.span().line());
  }

  private void standsAlready(DomainName owner, ScalarNode key, int line) {
    problems.error(
        key.span(),
        "the name "
            + InternationalName.toUnicode(owner)
            + " stands in "
            + problems.line(new Span(line, 1, 0))
            + " already");
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

  private void records(byte[] owner, Entry entry) {
    if (!(entry.value() instanceof SequenceNode list)) {
      record(owner, entry.key(), entry.value(), Map.of());
      return;
    }
    Map<Integer, Span> types = new HashMap<>();
    for (Node record : list.items()) {
      record(owner, entry.key(), record, types);
    }
  }

  /**
   * Reads the records of an owner and type.
   *
   * @param types those that the owner's list had before, to add this one to; fixed where there is
   *     no list
   */
  private void record(byte[] owner, ScalarNode key, Node node, Map<Integer, Span> types) {
    Span where = node instanceof MappingNode mapping ? placeOf(mapping, key) : node.span();
    switch (reader.read(owner, node, where)) {
      case RecordYaml.Outcome.Refused refused -> {}
      case RecordYaml.Outcome.NotOurs others -> {}
      case RecordYaml.Outcome.Soa found -> {
        places.add(where, key.span(), Optional.empty(), new Span[0], 0);
        at(owner, where).soa(found.fields());
        found.clientSubnet().ifPresent(zone::askClientSubnet);
      }
      case RecordYaml.Outcome.Records found -> {
        Span first =
            types instanceof HashMap ? types.putIfAbsent(found.type().number(), where) : null;
        if (first == null) {
          add(owner, key.span(), where, found);
        } else {
          problems.error(
              where,
              "the "
                  + found.type()
                  + " records of "
                  + DomainName.ofWire(owner)
                  + " stand in "
                  + problems.line(first)
                  + " already");
        }
      }
    }
  }

  private void add(byte[] owner, Span key, Span where, RecordYaml.Outcome.Records found) {
    SetValues values = found.values();
    int type = found.type().number();
    Optional<RecordYaml.PlanName> plan = found.plan();
    places.add(where, key, plan.map(RecordYaml.PlanName::where), values.targets(), values.count());
    at(owner, where);
    if (plan.isPresent()) {
      zone.addSteered(type, found.ttlSeconds(), plan.get().name());
      plan.get().own().ifPresent(zone::addPlan);
    }
    for (int i = 0; i < values.count(); i++) {
      int from = values.from(i);
      int length = values.to(i) - from;
      if (plan.isPresent()) {
        zone.addLastResort(
            type, found.ttlSeconds(), plan.get().name(), values.bytes(), from, length);
      } else {
        zone.add(type, found.ttlSeconds(), values.bytes(), from, length);
      }
    }
  }

  private ZoneRecords at(byte[] owner, Span where) {
    int file = fileOf(where);
    return zone.owner(owner, 0, owner.length - originBytes)
        .at(file, where.line() - problems.linesBefore(file), where.column());
  }

  /** The number of the file that a place is in, which the records know from then on. */
  private int fileOf(Span where) {
    int part = problems.partNumber(where);
    if (part > MOST_FILES) {
      if (files <= MOST_FILES) {
        files = MOST_FILES + 1;
        problems.error(where, "more than " + MOST_FILES + " files make up one zone");
      }
      return 0;
    }
    while (files <= part) {
      zone.file(problems.partFile(files), places.within(problems.linesBefore(files)));
      files++;
    }
    return part;
  }

  // What is wrong with a record as a whole is shown at its type, which names it best.
  private static Span placeOf(MappingNode mapping, ScalarNode owner) {
    List<Entry> entries = mapping.entries();
    for (Entry entry : entries) {
      if (entry.key().text().equals("type")) {
        return entry.value().span();
      }
    }
    return entries.isEmpty() ? owner.span() : entries.getFirst().key().span();
  }
}
