package org.popdns.config.model;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** How an endpoint is probed, and how many results in a row change its state. */
public sealed interface Check {

  /** The check's name in {@code checks}. */
  String name();

  /** The port probed, 1 to 65535. */
  int port();

  /** When and how often. */
  Timing timing();

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

  /**
   * A GET over HTTP/1.1.
   *
   * @param path the request target, starting with a slash
   * @param host the Host header's value; empty to send the endpoint's address
   * @param statuses the status codes that count as success, at least one, each 100 to 599
   * @param bodyContains text that the first 64 KiB of the body must contain, as UTF-8
   */
  record Http(
      String name,
      int port,
      Timing timing,
      String path,
      Optional<String> host,
      Set<Integer> statuses,
      Optional<String> bodyContains)
      implements Check {

    /** Copies the set. */
    public Http {
      statuses = Set.copyOf(statuses);
    }
  }

  /** A TCP connection that is established and closed at once. */
  record Tcp(String name, int port, Timing timing) implements Check {}
}
