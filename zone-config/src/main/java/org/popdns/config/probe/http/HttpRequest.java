package org.popdns.config.probe.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an HTTP probe asks for. Immutable.
 *
 * @param method of RFC 9110 §9, in capitals
 * @param path the request target, starting with a slash
 * @param host who is asked for, with a port if that is to be sent; empty for the endpoint's address
 *     or name
 * @param headers sent beside those that each request has, by their names
 * @param fresh true to ask for something else each time, so that no cache answers
 */
public record HttpRequest(
    String method, String path, Optional<String> host, Map<String, String> headers, boolean fresh) {
  static final String GET = "GET";

  /** RFC 9110 §9.3.2: its answer has no body. */
  public static final String HEAD = "HEAD";

  /** A GET of {@code /}. */
  static final HttpRequest USUAL = new HttpRequest(GET, "/", Optional.empty(), Map.of(), false);

  /** Copies the map, whose order stays. */
  public HttpRequest {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  HttpRequest withPath(String other) {
    return new HttpRequest(method, other, host, headers, fresh);
  }

  HttpRequest withHost(String other) {
    return new HttpRequest(method, path, Optional.of(other), headers, fresh);
  }

  /**
   * The host as it is sent: in small letters, without a final dot, and without the port that goes
   * without saying, for rules in HAProxy and Varnish compare it as text.
   */
  Optional<String> hostSent(int usualPort) {
    return host.map(
        text -> {
          String sent = text.toLowerCase(Locale.ROOT);
          int colon = sent.lastIndexOf(':');
          boolean port = colon > 0 && (sent.indexOf(':') == colon || sent.charAt(colon - 1) == ']');
          String name = port ? sent.substring(0, colon) : sent;
          String suffix = port && !sent.equals(name + ":" + usualPort) ? sent.substring(colon) : "";
          return (name.endsWith(".") && name.length() > 1
                  ? name.substring(0, name.length() - 1)
                  : name)
              + suffix;
        });
  }
}
