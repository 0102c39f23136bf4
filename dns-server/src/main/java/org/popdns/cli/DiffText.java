package org.popdns.cli;

import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.popdns.config.diff.Change;
import org.popdns.config.diff.Part;
import org.popdns.config.model.RecordSet;
import org.popdns.record.RecordTypes;

/**
 * Changes as text. Each line stands for itself, so that it can be searched for: {@code +} what
 * comes, {@code -} what goes, {@code ~} what is another than before.
 */
final class DiffText {

  private final PrintWriter out;

  DiffText(PrintWriter out) {
    this.out = out;
  }

  void print(List<Change> changes) {
    for (Change change : changes) {
      switch (change) {
        case Change.Added(Part part) -> whole("+", part);
        case Change.Removed(Part part) -> whole("-", part);
        case Change.Changed(Part.OfRecords before, Part.OfRecords after) -> records(before, after);
        case Change.Changed(Part before, Part after) -> properties(before, after);
      }
    }
  }

  private void whole(String sign, Part part) {
    switch (part) {
      case Part.OfRecords records -> {
        RecordSet set = records.records();
        RecordValues.of(set, records.plan()).forEach(value -> record(sign, set, value));
      }
      case Part.Setting setting -> line(sign, setting.name() + ": " + setting.value());
      case Part.MemberAddress member ->
          line(sign, (subject(member) + " " + PartProperties.traits(member)).strip());
      default -> {
        String properties =
            PartProperties.of(part).entrySet().stream()
                .map(property -> property.getKey() + " " + property.getValue())
                .collect(Collectors.joining(", "));
        line(sign, PartProperties.name(part) + (properties.isEmpty() ? "" : ": " + properties));
      }
    }
  }

  /** What the operator calls a part; of a member, which one. */
  private static String subject(Part part) {
    return part instanceof Part.MemberAddress member
        ? PartProperties.name(part) + ": " + member.host() + " " + member.target()
        : PartProperties.name(part);
  }

  private void properties(Part before, Part after) {
    if (after instanceof Part.Setting setting) {
      line(
          "~",
          setting.name()
              + ": "
              + PartProperties.of(before).get("value")
              + " -> "
              + setting.value());
      return;
    }
    Map<String, String> old = PartProperties.of(before);
    Map<String, String> young = PartProperties.of(after);
    Set<String> keys = new LinkedHashSet<>(old.keySet());
    keys.addAll(young.keySet());
    for (String key : keys) {
      String from = PartProperties.propertyOrNone(old, key);
      String to = PartProperties.propertyOrNone(young, key);
      if (!from.equals(to)) {
        line("~", subject(after) + ": " + key + " " + from + " -> " + to);
      }
    }
  }

  private void records(Part.OfRecords from, Part.OfRecords to) {
    RecordSet before = from.records();
    RecordSet after = to.records();
    if (before.ttlSeconds() != after.ttlSeconds()) {
      line(
          "~",
          "%s %s: TTL %d -> %d"
              .formatted(
                  after.owner(),
                  RecordTypes.mnemonic(after.type()),
                  before.ttlSeconds(),
                  after.ttlSeconds()));
    }
    List<String> old = RecordValues.of(before, from.plan());
    List<String> young = RecordValues.of(after, to.plan());
    Set<String> kept = new LinkedHashSet<>(old);
    kept.retainAll(new LinkedHashSet<>(young));
    old.stream().filter(value -> !kept.contains(value)).forEach(v -> record("-", before, v));
    young.stream().filter(value -> !kept.contains(value)).forEach(v -> record("+", after, v));
  }

  private void record(String sign, RecordSet set, String value) {
    line(
        sign,
        "%s %d %s %s"
            .formatted(set.owner(), set.ttlSeconds(), RecordTypes.mnemonic(set.type()), value));
  }

  private void line(String sign, String text) {
    out.print(sign + " " + text + "\n");
  }
}
