package org.popdns.health.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.popdns.config.model.Check;
import org.popdns.config.model.TlsTrust;
import org.popdns.config.probe.http.HttpProbe;
import org.popdns.config.probe.tcp.TcpProbe;
import org.popdns.health.probe.icmp.EchoSockets;

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

  public static Check http(int port) {
    return http(port, USUAL);
  }

  public static Check http(int port, Check.Timing timing) {
    return Check.of("web", timing, HttpProbe.at(port).withPath("/healthz"));
  }

  /** Over TLS, with time enough for a machine that has never made a handshake. */
  public static Check https(int port, TlsTrust trust) {
    return changed(http(port, patient()), probe -> probe.withTls(trust));
  }

  public static Check withHost(Check check, String host) {
    return changed(check, probe -> probe.withHost(host));
  }

  public static Check withStatuses(Check check, Integer... statuses) {
    return changed(check, probe -> probe.withStatuses(Set.of(statuses)));
  }

  public static Check withBody(Check check, String text) {
    return changed(check, probe -> probe.withBody(text));
  }

  /** The same check over HTTP, but for what the change says. */
  public static Check changed(Check check, UnaryOperator<HttpProbe> change) {
    return check.with(change.apply((HttpProbe) check.probe()));
  }

  public static Check tcp(int port) {
    return Check.of("port", USUAL, new TcpProbe(port));
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
