package org.popdns.config.probe.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.popdns.config.model.Probe;
import org.popdns.config.model.TlsTrust;
import org.popdns.config.probe.TrustWords;
import org.popdns.name.DomainName;

/**
 * A GET over HTTP/1.1, plain or over TLS.
 *
 * @param path the request target, starting with a slash
 * @param host the Host header's value; empty to send the endpoint's address or name. Over TLS its
 *     name is also what the server is asked for (SNI), and what its certificate must be for
 * @param statuses the status codes that count as success, at least one, each 100 to 599
 * @param bodyContains text that the first 64 KiB of the body must contain, as UTF-8
 * @param tls by whose word the server's certificate is believed; empty: without TLS
 */
public record HttpProbe(
    int port,
    String path,
    Optional<String> host,
    Set<Integer> statuses,
    Optional<String> bodyContains,
    Optional<TlsTrust> tls)
    implements Probe.OverTcp {
  static final String PLAIN = "http";
  static final String SECURE = "https";

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /** Copies the set. */
  public HttpProbe {
    statuses = Set.copyOf(statuses);
  }

  /** A probe of {@code /} without TLS, which asks for the address and wants status 200. */
  public static HttpProbe at(int port) {
    return new HttpProbe(
        port, "/", Optional.empty(), Set.of(200), Optional.empty(), Optional.empty());
  }

  /** The same probe of another path. */
  public HttpProbe withPath(String other) {
    return new HttpProbe(port, other, host, statuses, bodyContains, tls);
  }

  /** The same probe, which asks for this host. */
  public HttpProbe withHost(String other) {
    return new HttpProbe(port, path, Optional.of(other), statuses, bodyContains, tls);
  }

  /** The same probe, for which these statuses are success. */
  public HttpProbe withStatuses(Set<Integer> others) {
    return new HttpProbe(port, path, host, others, bodyContains, tls);
  }

  /** The same probe, which wants this text in the body. */
  public HttpProbe withBody(String text) {
    return new HttpProbe(port, path, host, statuses, Optional.of(text), tls);
  }

  /** The same probe over TLS. */
  public HttpProbe withTls(TlsTrust trust) {
    return new HttpProbe(port, path, host, statuses, bodyContains, Optional.of(trust));
  }

  @Override
  public String kind() {
    return tls.isPresent() ? SECURE : PLAIN;
  }

  @Override
  public Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("port", Integer.toString(port));
    properties.put("path", path);
    properties.put("host", host.orElse("the address"));
    properties.put(
        "status", statuses.stream().sorted().map(String::valueOf).collect(Collectors.joining(" ")));
    properties.put("body", bodyContains.map(HttpProbe::quoted).orElse("any"));
    tls.ifPresent(trust -> properties.put("certificate", TrustWords.of(trust)));
    return properties;
  }

  // On one line, whatever it holds.
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"") + '"';
  }

  /** The port that goes without saying. */
  public int usualPort() {
    return tls.isPresent() ? HTTPS_PORT : HTTP_PORT;
  }

  /** A probe that asks for the address asks for the name, in the same way. */
  @Override
  public HttpProbe of(DomainName name) {
    if (host.isPresent()) {
      return this;
    }
    String text = name.toString();
    String shown = name.isRoot() ? text : text.substring(0, text.length() - 1);
    return withHost(port == usualPort() ? shown : shown + ":" + port);
  }

  /**
   * The host without its port, and an IPv6 address without its brackets: who the server says that
   * it is. Empty: whatever its address or name is.
   */
  public Optional<String> serverName() {
    return host.map(
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
