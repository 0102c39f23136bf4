package org.popdns.config.model;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** How an endpoint is probed, and how many results in a row change its state. */
public sealed interface Check {

  /** The check's name in {@code checks}. */
  String name();

  /** When and how often. */
  Timing timing();

  /**
   * The check within a sentence: {@code check web}. One that a record brings says by its name what
   * it does, such as {@code icmp echo}, in characters that no name in {@code checks} has.
   */
  default String words() {
    return name().chars().anyMatch(c -> c == ' ' || c == '/') ? name() : "check " + name();
  }

  /** The same check at other times. */
  Check with(Timing other);

  /**
   * When an endpoint is probed and how many equal results change its state.
   *
   * @param interval from the start of one probe to the start of the next; jitter only shortens it
   * @param timeout for a whole probe, from the connection attempt to the last byte needed; not
   *     longer than the interval
   * @param rise successes in a row that make a down endpoint up, at least 1
   * @param fall failures in a row that make an up endpoint down, at least 1
   */
  record Timing(Duration interval, Duration timeout, int rise, int fall) {}

  /** A check by a TCP connection. */
  sealed interface OverTcp extends Check {

    /** The port probed, 1 to 65535. */
    int port();
  }

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
  record Http(
      String name,
      int port,
      Timing timing,
      String path,
      Optional<String> host,
      Set<Integer> statuses,
      Optional<String> bodyContains,
      Optional<TlsTrust> tls)
      implements OverTcp {

    /** Copies the set. */
    public Http {
      statuses = Set.copyOf(statuses);
    }

    @Override
    public Http with(Timing other) {
      return new Http(name, port, other, path, host, statuses, bodyContains, tls);
    }

    /** The same check, which asks for another host. */
    public Http withHost(String other) {
      return new Http(name, port, timing, path, Optional.of(other), statuses, bodyContains, tls);
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

  /** A TCP connection that is established and closed at once. */
  record Tcp(String name, int port, Timing timing) implements OverTcp {

    @Override
    public Tcp with(Timing other) {
      return new Tcp(name, port, other);
    }
  }

  /** An ICMP echo (RFC 792, RFC 4443 §4), which is answered by whatever has the address. */
  record Icmp(String name, Timing timing) implements Check {

    @Override
    public Icmp with(Timing other) {
      return new Icmp(name, other);
    }
  }
}
