package org.popdns.health.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Check;
import org.popdns.config.model.TlsTrust;

/** Checks for tests, by what matters in the test at hand. */
public final class Checks {
  private Checks() {}

  /** The timing of the design's example. */
  public static final Check.Timing USUAL =
      timing(Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3);

  /** Of a host that knows no ICMP. */
  public static final EchoSockets NO_ECHOES =
      family -> {
        throw new IOException("no echoes here");
      };

  public static Check.Timing timing(Duration interval, Duration timeout, int rise, int fall) {
    return new Check.Timing(interval, timeout, rise, fall);
  }

  public static Check.Http http(int port) {
    return http(port, USUAL);
  }

  public static Check.Http http(int port, Check.Timing timing) {
    return new Check.Http(
        "web",
        port,
        timing,
        "/healthz",
        Optional.empty(),
        Set.of(200),
        Optional.empty(),
        Optional.empty());
  }

  /** Over TLS, with time enough for a machine that has never made a handshake. */
  public static Check.Http https(int port, TlsTrust trust) {
    Check.Http plain = http(port, patient());
    return new Check.Http(
        plain.name(),
        port,
        plain.timing(),
        plain.path(),
        plain.host(),
        plain.statuses(),
        plain.bodyContains(),
        Optional.of(trust));
  }

  public static Check.Http withTiming(Check.Http check, Check.Timing timing) {
    return new Check.Http(
        check.name(),
        check.port(),
        timing,
        check.path(),
        check.host(),
        check.statuses(),
        check.bodyContains(),
        check.tls());
  }

  public static Check.Http withHost(Check.Http check, String host) {
    return new Check.Http(
        check.name(),
        check.port(),
        check.timing(),
        check.path(),
        Optional.of(host),
        check.statuses(),
        check.bodyContains(),
        check.tls());
  }

  public static Check.Http withStatuses(Check.Http check, Integer... statuses) {
    return new Check.Http(
        check.name(),
        check.port(),
        check.timing(),
        check.path(),
        check.host(),
        Set.of(statuses),
        check.bodyContains(),
        check.tls());
  }

  public static Check.Http withBody(Check.Http check, String text) {
    return new Check.Http(
        check.name(),
        check.port(),
        check.timing(),
        check.path(),
        check.host(),
        check.statuses(),
        Optional.of(text),
        check.tls());
  }

  public static Check.Tcp tcp(int port) {
    return new Check.Tcp("port", port, USUAL);
  }

  /** For answers that come at once, however busy the machine of the test is. */
  public static Check.Timing patient() {
    return timing(Duration.ofSeconds(5), Duration.ofSeconds(5), 2, 3);
  }

  /** The usual timing but for a timeout that a test can wait for. */
  public static Check.Timing impatient() {
    return timing(Duration.ofSeconds(2), Duration.ofMillis(300), 2, 3);
  }
}
