package org.popdns.config.probe.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Probe;
import org.popdns.config.model.TlsTrust;
import org.popdns.config.probe.PortYaml;
import org.popdns.config.probe.ProbeYaml;
import org.popdns.config.probe.TrustYaml;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Scalars;

/** Reads {@code http} and {@code https}. */
public final class HttpYaml implements ProbeYaml {
  private static final int LONGEST_BODY_BYTES = 64 << 10;

  private final String key;

  private HttpYaml(String key) {
    this.key = key;
  }

  /** For the key {@code http}. */
  public static HttpYaml plain() {
    return new HttpYaml(HttpProbe.PLAIN);
  }

  /** For the key {@code https}. */
  public static HttpYaml secure() {
    return new HttpYaml(HttpProbe.SECURE);
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public Optional<Probe> read(Entry entry, FileProblems problems) {
    return Fields.of(entry.value(), key, entry.key().span(), problems)
        .flatMap(
            fields -> {
              if (key.equals(HttpProbe.PLAIN)) {
                return new Keys(fields, problems).read(Optional.empty());
              }
              Optional<TlsTrust> trust = new TrustYaml(problems).read(fields);
              Optional<Probe> probe = new Keys(fields, problems).read(trust);
              return trust.isPresent() ? probe : Optional.empty();
            });
  }

  /** The keys that both have. */
  private record Keys(Fields fields, FileProblems problems, Scalars scalars) {

    Keys(Fields fields, FileProblems problems) {
      this(fields, problems, new Scalars(problems));
    }

    Optional<Probe> read(Optional<TlsTrust> tls) {
      Optional<Integer> port = PortYaml.required(fields, scalars);
      String path = fields.optional("path").flatMap(this::path).orElse("/");
      Optional<String> host = fields.optional("host").flatMap(this::host);
      Set<Integer> statuses = statuses();
      Optional<String> body = fields.optional("body").flatMap(this::body);
      fields.refuseUnknown();
      return port.map(number -> new HttpProbe(number, path, host, statuses, body, tls));
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
  }
}
