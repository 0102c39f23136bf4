package org.popdns.health.probe;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Check;

/** Checks for tests, by what matters in the test at hand. */
public final class Checks {
  private Checks() {}

  /** The timing of the design's example. */
  public static final Check.Timing USUAL =
      timing(Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3);

  public static Check.Timing timing(Duration interval, Duration timeout, int rise, int fall) {
    return new Check.Timing(interval, timeout, rise, fall);
  }

  public static Check.Http http(int port) {
    return http(port, USUAL);
  }

  public static Check.Http http(int port, Check.Timing timing) {
    return new Check.Http(
        "web", port, timing, "/healthz", Optional.empty(), Set.of(200), Optional.empty());
  }

  public static Check.Http withHost(Check.Http check, String host) {
    return new Check.Http(
        check.name(),
        check.port(),
        check.timing(),
        check.path(),
        Optional.of(host),
        check.statuses(),
        check.bodyContains());
  }

  public static Check.Http withStatuses(Check.Http check, Integer... statuses) {
    return new Check.Http(
        check.name(),
        check.port(),
        check.timing(),
        check.path(),
        check.host(),
        Set.of(statuses),
        check.bodyContains());
  }

  public static Check.Http withBody(Check.Http check, String text) {
    return new Check.Http(
        check.name(),
        check.port(),
        check.timing(),
        check.path(),
        check.host(),
        check.statuses(),
        Optional.of(text));
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
