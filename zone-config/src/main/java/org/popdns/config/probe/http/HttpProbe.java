package org.popdns.config.probe.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.popdns.config.model.Probe;
import org.popdns.config.model.TlsTrust;
import org.popdns.config.probe.TrustWords;
import org.popdns.config.source.ContentHash;
import org.popdns.name.DomainName;

/**
 * A request over HTTP, plain or over TLS, and what is wanted of its answer.
 *
 * @param tls by whose word the server's certificate is believed; empty: without TLS. The host's
 *     name is then also what the server is asked for (SNI), and what its certificate must be for
 */
public record HttpProbe(
    int port, HttpRequest request, HttpExpectation expectation, Optional<TlsTrust> tls)
    implements Probe.OverTcp {
  static final String PLAIN = "http";
  static final String SECURE = "https";

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /** A GET of {@code /} without TLS, which asks for the address and wants status 200. */
  public static HttpProbe at(int port) {
    return new HttpProbe(port, HttpRequest.USUAL, HttpExpectation.USUAL, Optional.empty());
  }

  /** The same probe with another request. */
  public HttpProbe with(HttpRequest other) {
    return new HttpProbe(port, other, expectation, tls);
  }

  /** The same probe, which wants to hear something else. */
  public HttpProbe with(HttpExpectation other) {
    return new HttpProbe(port, request, other, tls);
  }

  @Override
  public HttpProbe withPort(int other) {
    return new HttpProbe(other, request, expectation, tls);
  }

  /** The same probe of another path. */
  public HttpProbe withPath(String other) {
    return with(request.withPath(other));
  }

  /** The same probe, which asks for this host. */
  public HttpProbe withHost(String other) {
    return with(request.withHost(other));
  }

  /** The same probe, for which these statuses are success. */
  public HttpProbe withStatuses(Set<Integer> others) {
    return with(
        new HttpExpectation(
            others, expectation.contains(), expectation.matches(), expectation.json()));
  }

  /** The same probe, which wants this text in the body. */
  public HttpProbe withBody(String text) {
    return with(
        new HttpExpectation(
            expectation.statuses(), Optional.of(text), expectation.matches(), expectation.json()));
  }

  /** The same probe over TLS. */
  public HttpProbe withTls(TlsTrust trust) {
    return new HttpProbe(port, request, expectation, Optional.of(trust));
  }

  /** The request target. */
  public String path() {
    return request.path();
  }

  /** Who is asked for; empty for the endpoint's address or name. */
  public Optional<String> host() {
    return request.host();
  }

  @Override
  public String kind() {
    return tls.isPresent() ? SECURE : PLAIN;
  }

  @Override
  public Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("port", Integer.toString(port));
    if (!request.method().equals(HttpRequest.GET)) {
      properties.put("method", request.method());
    }
    properties.put("path", path());
    properties.put("host", host().orElse("the address"));
    if (!request.headers().isEmpty()) {
      properties.put("headers", headers());
    }
    if (request.fresh()) {
      properties.put("fresh", "true");
    }
    properties.put(
        "status",
        expectation.statuses().stream()
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(" ")));
    properties.put("body", expectation.contains().map(HttpProbe::quoted).orElse("any"));
    expectation
        .matches()
        .ifPresent(pattern -> properties.put("body-matches", quoted(pattern.toString())));
    expectation
        .json()
        .forEach((pointer, value) -> properties.put("json " + pointer, oneLine(value)));
    tls.ifPresent(trust -> properties.put("certificate", TrustWords.of(trust)));
    return properties;
  }

  /** Their names; of the values, which may be secrets, only whether they are the same. */
  private String headers() {
    MessageDigest digest = ContentHash.digest();
    request
        .headers()
        .forEach(
            (name, value) ->
                digest.update((name + ":" + value + "\n").getBytes(StandardCharsets.UTF_8)));
    return String.join(", ", request.headers().keySet())
        + (" (" + ContentHash.ofDigest(digest) + ")");
  }

  // On one line, whatever it holds.
  private static String quoted(String text) {
    return '"' + oneLine(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
  }

  private static String oneLine(String text) {
    return text.replace("\n", "\\n");
  }

  /** The port that goes without saying. */
  public int usualPort() {
    return tls.isPresent() ? HTTPS_PORT : HTTP_PORT;
  }

  /** A probe that asks for the address asks for the name, in the same way. */
  @Override
  public HttpProbe of(DomainName name) {
    if (host().isPresent()) {
      return this;
    }
    String text = name.toString();
    String shown = name.isRoot() ? text : text.substring(0, text.length() - 1);
    return withHost(port == usualPort() ? shown : shown + ":" + port);
  }

  /** The Host header's value; empty to send the endpoint's address. */
  public Optional<String> hostSent() {
    return request.hostSent(usualPort());
  }

  /**
   * The host without its port, and an IPv6 address without its brackets: who the server says that
   * it is. Empty: whatever its address or name is.
   */
  public Optional<String> serverName() {
    return host()
        .map(
            text -> {
              if (text.startsWith("[")) {
                int end = text.indexOf(']');
                return text.substring(1, end < 0 ? text.length() : end);
              }
              int colon = text.indexOf(':');
              // Several colons are an address without brackets.
              return colon < 0 || colon != text.lastIndexOf(':') ? text : text.substring(0, colon);
            });
  }
}
