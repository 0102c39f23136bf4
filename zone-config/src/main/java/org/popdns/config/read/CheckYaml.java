package org.popdns.config.read;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Check;
import org.popdns.config.model.TlsTrust;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Mark;
import org.popdns.config.problem.Span;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Scalars;
import org.popdns.config.tree.SourceFile;

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
  private static final int LONGEST_BODY_BYTES = 64 << 10;
  private static final List<String> KINDS = List.of("http", "https", "tcp", "icmp");
  private static final String ONE_OF_KINDS = "'http', 'https', 'tcp' or 'icmp'";
  private static final int LARGEST_AUTHORITIES_BYTES = 4 << 20;

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
    List<Entry> kinds = new ArrayList<>();
    for (String kind : KINDS) {
      fields.entry(kind).ifPresent(kinds::add);
    }
    fields.refuseUnknown();
    if (kinds.size() > 1) {
      problems.error(
          kinds.get(1).key().span(), fields.what() + " is " + ONE_OF_KINDS + ", not several");
      return Optional.empty();
    }
    if (kinds.isEmpty()) {
      problems.error(fields.where(), fields.what() + " lacks " + ONE_OF_KINDS);
      return Optional.empty();
    }
    Entry kind = kinds.getFirst();
    return switch (kind.key().text()) {
      case "http" -> http(name, timing, kind);
      case "https" -> https(name, timing, kind);
      case "tcp" -> tcp(name, timing, kind);
      default -> icmp(name, timing, kind);
    };
  }

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

  private Optional<Check> tcp(String name, Check.Timing timing, Entry entry) {
    return Fields.of(entry.value(), "tcp", entry.key().span(), problems)
        .flatMap(
            fields -> {
              Optional<Integer> port = port(fields);
              fields.refuseUnknown();
              return port.map(number -> new Check.Tcp(name, number, timing));
            });
  }

  private Optional<Check> icmp(String name, Check.Timing timing, Entry entry) {
    return Fields.of(entry.value(), "icmp", entry.key().span(), problems)
        .map(
            fields -> {
              fields.refuseUnknown();
              return new Check.Icmp(name, timing);
            });
  }

  private Optional<Check> http(String name, Check.Timing timing, Entry entry) {
    return Fields.of(entry.value(), "http", entry.key().span(), problems)
        .flatMap(fields -> get(name, timing, fields, Optional.empty()));
  }

  private Optional<Check> https(String name, Check.Timing timing, Entry entry) {
    return Fields.of(entry.value(), "https", entry.key().span(), problems)
        .flatMap(
            fields -> {
              Optional<TlsTrust> trust = trust(fields);
              Optional<Check> check = get(name, timing, fields, trust);
              return trust.isPresent() ? check : Optional.empty();
            });
  }

  private Optional<Check> get(
      String name, Check.Timing timing, Fields fields, Optional<TlsTrust> tls) {
    Optional<Integer> port = port(fields);
    String path = fields.optional("path").flatMap(this::path).orElse("/");
    Optional<String> host = fields.optional("host").flatMap(this::host);
    Set<Integer> statuses = statuses(fields);
    Optional<String> body = fields.optional("body").flatMap(this::body);
    fields.refuseUnknown();
    return port.map(
        number -> new Check.Http(name, number, timing, path, host, statuses, body, tls));
  }

  private Optional<TlsTrust> trust(Fields fields) {
    Optional<Node> ca = fields.optional("ca");
    Optional<Node> verify = fields.optional("verify");
    boolean verified = verify.flatMap(node -> scalars.flag(node, "verify")).orElse(Boolean.TRUE);
    if (!verified) {
      Span where = verify.orElseThrow().span();
      if (ca.isPresent()) {
        problems.error(where, "'ca' says by what to verify, and 'verify' not to");
      } else {
        problems.warning(where, "whoever answers passes this check: no certificate is verified");
      }
      return Optional.of(new TlsTrust.Unverified());
    }
    return ca.isEmpty()
        ? Optional.of(new TlsTrust.BySystem())
        : ca.flatMap(this::authorities).map(TlsTrust.class::cast);
  }

  private Optional<TlsTrust.ByFile> authorities(Node node) {
    return scalars
        .text(node, "ca")
        .flatMap(
            text -> {
              try {
                Path file = problems.source().file().resolveSibling(text);
                problems.log().named(file, new Mark(problems, node.span()));
                return SourceFile.bytes(file, LARGEST_AUTHORITIES_BYTES, problems.log())
                    .flatMap(bytes -> authorities(node.span(), file, bytes))
                    .map(authorities -> new TlsTrust.ByFile(text, authorities));
              } catch (InvalidPathException e) {
                return scalars.mismatch(node, "ca", "a path");
              }
            });
  }

  // Told where the file is named, so that no line of it is shown: a key may lie in it too.
  private Optional<List<X509Certificate>> authorities(Span where, Path file, byte[] bytes) {
    List<X509Certificate> authorities = new ArrayList<>();
    try {
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))) {
        authorities.add((X509Certificate) certificate);
      }
    } catch (CertificateException e) {
      problems.error(
          where, file.getFileName() + ": what stands there cannot be read as certificates");
      return Optional.empty();
    }
    if (authorities.isEmpty()) {
      problems.error(where, file.getFileName() + ": no certificate stands there");
      return Optional.empty();
    }
    return Optional.of(authorities);
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
