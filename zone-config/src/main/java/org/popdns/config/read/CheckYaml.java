package org.popdns.config.read;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.popdns.config.model.Check;
import org.popdns.config.probe.ProbeYaml;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Span;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Scalars;

/**
 * Reads one entry of {@code checks} in {@code clusters.yaml}. Used by the one thread that loads.
 */
final class CheckYaml {

  private static final Duration LEAST = Duration.ofMillis(10);
  private static final Duration MOST_INTERVAL = Duration.ofHours(1);

  /** No query is answered, and no reload is served, before the first probe of each is over. */
  private static final Duration MOST_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final long MOST_IN_A_ROW = 1000;

  private final FileProblems problems;
  private final Scalars scalars;

  CheckYaml(FileProblems problems) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
  }

  /** The check; empty if it is refused, and then the problems say why. */
  Optional<Check> read(String name, Entry entry) {
    return Fields.of(entry.value(), "check '" + name + "'", entry.key().span(), problems)
        .flatMap(fields -> read(name, fields));
  }

  private Optional<Check> read(String name, Fields fields) {
    Check.Timing timing = timing(fields);
    List<Kind> kinds = new ArrayList<>();
    for (ProbeYaml reader : ProbeReaders.ALL) {
      fields.entry(reader.key()).ifPresent(entry -> kinds.add(new Kind(reader, entry)));
    }
    fields.refuseUnknown();
    if (kinds.size() > 1) {
      problems.error(
          kinds.get(1).entry().key().span(),
          fields.what() + " is " + ProbeReaders.oneOf() + ", not several");
      return Optional.empty();
    }
    if (kinds.isEmpty()) {
      problems.error(fields.where(), fields.what() + " lacks " + ProbeReaders.oneOf());
      return Optional.empty();
    }
    Kind kind = kinds.getFirst();
    return kind.reader().read(kind.entry(), problems).map(probe -> Check.of(name, timing, probe));
  }

  /** A key that says what is probed, and who reads it. */
  private record Kind(ProbeYaml reader, Entry entry) {}

  private Check.Timing timing(Fields fields) {
    Optional<Node> interval = fields.optional("interval");
    Optional<Node> timeout = fields.optional("timeout");
    Duration every =
        interval.flatMap(node -> duration(node, "interval", MOST_INTERVAL)).orElse(INTERVAL);
    Duration within =
        timeout.flatMap(node -> duration(node, "timeout", MOST_TIMEOUT)).orElse(TIMEOUT);
    if (within.compareTo(every) > 0) {
      Span where = timeout.or(() -> interval).map(Node::span).orElse(fields.where());
      problems.error(
          where,
          "the timeout of "
              + Scalars.show(within)
              + " is longer than the interval of "
              + Scalars.show(every));
    }
    return new Check.Timing(every, within, inARow(fields, "rise", 2), inARow(fields, "fall", 3));
  }

  private Optional<Duration> duration(Node node, String what, Duration most) {
    return scalars.duration(node, what, LEAST, most);
  }

  private int inARow(Fields fields, String key, int whenMissing) {
    return fields
        .optional(key)
        .flatMap(node -> scalars.integer(node, key, 1, MOST_IN_A_ROW))
        .map(Long::intValue)
        .orElse(whenMissing);
  }
}
