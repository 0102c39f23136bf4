package org.popdns.config.read;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Check;
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
  private static final Duration MOST = Duration.ofHours(1);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final long MOST_IN_A_ROW = 1000;
  private static final int LONGEST_BODY_BYTES = 64 << 10;

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
    Optional<Entry> http = fields.entry("http");
    Optional<Entry> tcp = fields.entry("tcp");
    fields.refuseUnknown();
    if (http.isPresent() && tcp.isPresent()) {
      problems.error(tcp.get().key().span(), fields.what() + " is 'http' or 'tcp', not both");
      return Optional.empty();
    }
    if (http.isPresent()) {
      return http(name, timing, http.get());
    }
    if (tcp.isPresent()) {
      return tcp(name, timing, tcp.get());
    }
    problems.error(fields.where(), fields.what() + " lacks 'http' or 'tcp'");
    return Optional.empty();
  }

  private Check.Timing timing(Fields fields) {
    Optional<Node> interval = fields.optional("interval");
    Optional<Node> timeout = fields.optional("timeout");
    Duration every = interval.flatMap(node -> duration(node, "interval")).orElse(INTERVAL);
    Duration within = timeout.flatMap(node -> duration(node, "timeout")).orElse(TIMEOUT);
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

  private Optional<Duration> duration(Node node, String what) {
    return scalars.duration(node, what, LEAST, MOST);
  }

  private int inARow(Fields fields, String key, int whenMissing) {
    return fields
        .optional(key)
        .flatMap(node -> scalars.integer(node, key, 1, MOST_IN_A_ROW))
        .map(Long::intValue)
        .orElse(whenMissing);
  }

  private Optional<Check> tcp(String name, Check.Timing timing, Entry entry) {
    return Fields.of(entry.value(), "tcp", entry.key().span(), problems)
        .flatMap(
            fields -> {
              Optional<Integer> port = port(fields);
              fields.refuseUnknown();
              return port.map(number -> new Check.Tcp(name, number, timing));
            });
  }

  private Optional<Check> http(String name, Check.Timing timing, Entry entry) {
    return Fields.of(entry.value(), "http", entry.key().span(), problems)
        .flatMap(
            fields -> {
              Optional<Integer> port = port(fields);
              String path = fields.optional("path").flatMap(this::path).orElse("/");
              Optional<String> host = fields.optional("host").flatMap(this::host);
              Set<Integer> statuses = statuses(fields);
              Optional<String> body = fields.optional("body").flatMap(this::body);
              fields.refuseUnknown();
              return port.map(
                  number -> new Check.Http(name, number, timing, path, host, statuses, body));
            });
  }

  private Optional<Integer> port(Fields fields) {
    return fields
        .required("port")
        .flatMap(node -> scalars.integer(node, "port", 1, 65535))
        .map(Long::intValue);
  }

  private Optional<String> path(Node node) {
    String expected = "a request path such as /healthz, without spaces";
    return scalars
        .text(node, "path")
        .flatMap(
            text ->
                text.matches("/[\\x21-\\x7e]*")
                    ? Optional.of(text)
                    : scalars.mismatch(node, "path", expected));
  }

  // The value goes into a header line as it is.
  private Optional<String> host(Node node) {
    return scalars
        .text(node, "host")
        .flatMap(
            text ->
                text.matches("[A-Za-z0-9._:\\[\\]-]{1,255}")
                    ? Optional.of(text)
                    : scalars.mismatch(node, "host", "a host name, with or without a port"));
  }

  private Set<Integer> statuses(Fields fields) {
    Optional<Node> given = fields.optional("status");
    if (given.isEmpty()) {
      return Set.of(200);
    }
    Set<Integer> statuses = new LinkedHashSet<>();
    for (Node node : Scalars.oneOrMore(given.get())) {
      scalars
          .integer(node, "status", 100, 599)
          .filter(status -> !statuses.add(status.intValue()))
          .ifPresent(
              status -> problems.error(node.span(), "status " + status + " stands here twice"));
    }
    if (Scalars.oneOrMore(given.get()).isEmpty()) {
      problems.error(given.get().span(), "status needs at least one code");
    }
    return statuses;
  }

  private Optional<String> body(Node node) {
    return scalars
        .text(node, "body")
        .filter(
            text -> {
              int length = text.getBytes(StandardCharsets.UTF_8).length;
              if (length > LONGEST_BODY_BYTES) {
                problems.error(
                    node.span(),
                    "body has " + length + " bytes, but only 64 KiB of an answer are read");
              }
              return length <= LONGEST_BODY_BYTES;
            });
  }
}
