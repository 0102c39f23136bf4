package org.popdns.impact;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.model.RecordCursor;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.name.DomainName;
import org.popdns.record.RdataText;
import org.popdns.snapshot.RegionTable;

/**
 * Which names that are steered, before or after a change, answer which clients otherwise. Names
 * that one plan answers for are told together. Used once, by one thread.
 */
final class SteeredChanges {

  private final NodeAnswers before;
  private final NodeAnswers after;
  private final Map<Tables, Map<RegionPairs.Pair, Optional<IpPrefix>>> pairs = new HashMap<>();
  private final List<NameChange> changes = new ArrayList<>();

  /** What is asked. */
  private record Asked(DomainName name, int type) implements Comparable<Asked> {
    @Override
    public int compareTo(Asked other) {
      int byName = name.compareTo(other.name);
      return byName != 0 ? byName : Integer.compare(type, other.type);
    }
  }

  /** What the files say of it; an absent set is null. */
  private static final class Sets {
    private Optional<RecordSet> old = Optional.empty();
    private Optional<RecordSet> young = Optional.empty();
  }

  /** What decides on a set: names that are equal in it are answered alike. */
  private record Said(Optional<String> plan, List<String> values) {

    static Said of(Optional<RecordSet> set) {
      return switch (set.orElse(null)) {
        case null -> new Said(Optional.empty(), List.of());
        case RecordSet.Static plain -> new Said(Optional.empty(), NodeAnswers.texts(plain));
        case RecordSet.Steered steered ->
            new Said(
                Optional.of(steered.plan()),
                steered.lastResort().stream()
                    .map(rdata -> RdataText.of(steered.type(), rdata))
                    .toList());
      };
    }
  }

  private record Alike(int type, Said before, Said after) {}

  private record Tables(Optional<RegionTable> before, Optional<RegionTable> after) {}

  private SteeredChanges(NodeAnswers before, NodeAnswers after) {
    this.before = before;
    this.after = after;
  }

  /** What changes, in the order of the first names. */
  static List<NameChange> between(NodeAnswers before, NodeAnswers after) {
    SteeredChanges changes = new SteeredChanges(before, after);
    changes.compare();
    return changes.changes;
  }

  private void compare() {
    Map<Asked, Sets> asked = new TreeMap<>();
    collect(before.configuration(), asked);
    collect(after.configuration(), asked);
    Map<Alike, List<DomainName>> names = new LinkedHashMap<>();
    Map<Alike, Sets> first = new HashMap<>();
    asked.forEach(
        (question, sets) -> {
          Alike alike = new Alike(question.type, Said.of(sets.old), Said.of(sets.young));
          names.computeIfAbsent(alike, a -> new ArrayList<>()).add(question.name);
          first.putIfAbsent(alike, sets);
        });
    names.forEach(
        (alike, owners) -> {
          Sets sets = first.get(alike);
          if (sets != null) {
            compare(alike.type, owners, sets);
          }
        });
  }

  private void collect(Configuration configuration, Map<Asked, Sets> asked) {
    for (Zone zone : configuration.zones()) {
      RecordCursor cursor = zone.recordSets().cursor();
      for (int i = 0; i < zone.recordSets().size(); i++) {
        cursor.move(i);
        if (cursor.isSteered()) {
          Asked question = new Asked(cursor.owner(), cursor.type());
          asked.computeIfAbsent(question, q -> sets(zone.origin(), q));
        }
      }
    }
  }

  private Sets sets(DomainName origin, Asked question) {
    Sets sets = new Sets();
    sets.old = set(before.configuration(), origin, question);
    sets.young = set(after.configuration(), origin, question);
    return sets;
  }

  private static Optional<RecordSet> set(
      Configuration configuration, DomainName origin, Asked question) {
    return configuration
        .zone(origin)
        .map(Zone::recordSets)
        .flatMap(
            sets -> {
              int index = sets.indexOf(question.name, question.type);
              return index < 0 ? Optional.empty() : Optional.of(sets.get(index));
            });
  }

  private void compare(int type, List<DomainName> names, Sets sets) {
    Optional<NodeAnswers.Steered> old = steered(before, sets.old);
    Optional<NodeAnswers.Steered> young = steered(after, sets.young);
    Tables tables =
        new Tables(
            old.flatMap(NodeAnswers.Steered::table), young.flatMap(NodeAnswers.Steered::table));
    Map<List<NameChange.Answers>, NameChange> found = new LinkedHashMap<>();
    pairs
        .computeIfAbsent(tables, t -> RegionPairs.of(t.before, t.after))
        .forEach(
            (pair, network) -> {
              NameChange.Answers from = answers(old, sets.old, pair.before());
              NameChange.Answers to = answers(young, sets.young, pair.after());
              NameChange change = new NameChange(names, type, from, to, network, List.of());
              if (change.moved() > 0) {
                found.putIfAbsent(List.of(from, to), change);
              }
            });
    changes.addAll(found.values());
  }

  private static Optional<NodeAnswers.Steered> steered(
      NodeAnswers answers, Optional<RecordSet> set) {
    return set.filter(RecordSet.Steered.class::isInstance)
        .map(RecordSet.Steered.class::cast)
        .map(answers::steered);
  }

  private static NameChange.Answers answers(
      Optional<NodeAnswers.Steered> steered, Optional<RecordSet> set, int region) {
    return steered
        .map(
            known ->
                NameChange.Answers.of(
                    known.decision(region), known.records(region, OptionalLong.empty())))
        .orElseGet(() -> NameChange.Answers.of(Said.of(set).values()));
  }
}
