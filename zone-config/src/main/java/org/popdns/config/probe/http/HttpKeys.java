package org.popdns.config.probe.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Probe;
import org.popdns.config.model.TlsTrust;
import org.popdns.config.probe.PortYaml;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Scalars;

/** Reads the keys that {@code http} and {@code https} have both. One per check. */
final class HttpKeys {
  private static final int LONGEST_BODY_BYTES = 64 << 10;
  private static final int MOST_HEADERS = 32;

  /** RFC 9110 §9; CONNECT asks for a tunnel, and TRACE for what was sent. */
  private static final List<String> METHODS =
      List.of(HttpRequest.GET, HttpRequest.HEAD, "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

  /** They say how the request is framed, or whom it asks, which is not theirs to say. */
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "http2-settings",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private final Fields fields;
  private final FileProblems problems;
  private final Scalars scalars;

  HttpKeys(Fields fields, FileProblems problems) {
    this.fields = fields;
    this.problems = problems;
    this.scalars = new Scalars(problems);
  }

  /** The probe; empty if it is refused. */
  Optional<Probe> read(Optional<TlsTrust> tls) {
    Optional<Integer> port = PortYaml.required(fields, scalars);
    HttpRequest request = request();
    HttpExpectation expectation = expectation(request.method());
    fields.refuseUnknown();
    return port.map(number -> new HttpProbe(number, request, expectation, tls));
  }

  private HttpRequest request() {
    String method =
        fields
            .optional("method")
            .flatMap(node -> scalars.oneOf(node, "method", METHODS))
            .orElse(HttpRequest.GET);
    String path = fields.optional("path").flatMap(this::path).orElse("/");
    Optional<String> host = fields.optional("host").flatMap(this::host);
    Map<String, String> headers = fields.optional("headers").map(this::headers).orElse(Map.of());
    boolean fresh =
        fields.optional("fresh").flatMap(node -> scalars.flag(node, "fresh")).orElse(false);
    return new HttpRequest(method, path, host, headers, fresh);
  }

  private HttpExpectation expectation(String method) {
    Set<Integer> statuses = statuses();
    Optional<Entry> contains = fields.entry("body");
    Optional<Entry> matches = fields.entry("body-matches");
    Optional<Entry> json = fields.entry("json");
    if (method.equals(HttpRequest.HEAD)) {
      for (Optional<Entry> asked : List.of(contains, matches, json)) {
        asked.ifPresent(
            entry ->
                problems.error(
                    entry.key().span(), "an answer to HEAD has no body (RFC 9110 §9.3.2)"));
      }
    }
    return new HttpExpectation(
        statuses,
        contains.flatMap(entry -> body(entry.value())),
        matches.flatMap(entry -> pattern(entry.value())),
        json.map(entry -> json(entry.value())).orElse(Map.of()));
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

  private Map<String, String> headers(Node node) {
    Map<String, String> headers = new LinkedHashMap<>();
    Set<String> names = new LinkedHashSet<>();
    if (!(node instanceof MappingNode mapping)) {
      problems.error(
          node.span(), "headers must be a mapping of names to values, not " + node.kind());
      return headers;
    }
    if (mapping.entries().size() > MOST_HEADERS) {
      problems.error(
          node.span(),
          "headers are " + mapping.entries().size() + ", and may be " + MOST_HEADERS + " at most");
    }
    for (Entry entry : mapping.entries()) {
      String name = entry.key().text();
      String small = name.toLowerCase(Locale.ROOT);
      // RFC 9110 §5.6.2: a token.
      if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")) {
        problems.error(entry.key().span(), Quoted.of(name) + " is no header's name");
      } else if (small.equals("host")) {
        problems.error(entry.key().span(), "the Host header is the check's key 'host'");
      } else if (OWN_HEADERS.contains(small)) {
        problems.error(entry.key().span(), "the header " + name + " is the checker's to send");
      } else if (!names.add(small)) {
        problems.error(entry.key().span(), "the header " + name + " stands here twice");
      } else {
        value(entry.value()).ifPresent(value -> headers.put(name, value));
      }
    }
    return headers;
  }

  private Optional<String> value(Node node) {
    return scalars
        .anyText(node, "a header's value")
        .flatMap(
            text ->
                text.matches("([\\x21-\\x7e]([\\x20-\\x7e\\t]{0,4000}[\\x21-\\x7e])?)?")
                    ? Optional.of(text)
                    : scalars.mismatch(
                        node, "a header's value", "a line of ASCII without spaces at its ends"));
  }

  private Set<Integer> statuses() {
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

  private Optional<BodyPattern> pattern(Node node) {
    return scalars
        .text(node, "body-matches")
        .flatMap(
            text ->
                switch (BodyPattern.of(text)) {
                  case BodyPattern.Read.Taken(BodyPattern pattern) -> Optional.of(pattern);
                  case BodyPattern.Read.Refused(String reason) -> {
                    problems.error(node.span(), "body-matches " + reason);
                    yield Optional.empty();
                  }
                });
  }

  private Map<String, String> json(Node node) {
    Map<String, String> wanted = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      problems.error(
          node.span(), "json must be a mapping of pointers to values, not " + node.kind());
      return wanted;
    }
    if (mapping.entries().isEmpty()) {
      problems.error(node.span(), "json needs at least one pointer");
    }
    for (Entry entry : mapping.entries()) {
      String pointer = entry.key().text();
      if (!pointer.matches("(/([^~/]|~0|~1)*)*")) {
        problems.error(
            entry.key().span(),
            Quoted.of(pointer) + " is no JSON pointer (RFC 6901): /status, /services/0/state");
      } else if (entry.value() instanceof ScalarNode value) {
        wanted.put(pointer, literal(value));
      } else {
        problems.error(
            entry.value().span(),
            "what " + pointer + " must be is one value, not " + entry.value().kind());
      }
    }
    return wanted;
  }

  /** A value as JSON writes it (RFC 8259 §3). */
  private static String literal(ScalarNode value) {
    return switch (value.form()) {
      case NULL -> "null";
      case BOOLEAN -> value.text().toLowerCase(Locale.ROOT);
      case NUMBER ->
          value.text().matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
              ? value.text()
              : JsonText.quoted(value.text());
      case TEXT -> JsonText.quoted(value.text());
    };
  }
}
