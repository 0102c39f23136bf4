package org.popdns.notify.alert;

import java.time.Instant;
import java.util.Optional;
import org.popdns.config.model.AlertKind;
import org.popdns.config.model.AlertSeverity;

/**
 * Something that is wrong, or was. Immutable.
 *
 * @param summary what it is, in one line
 * @param since when it began, by the wall clock
 * @param end when and how it ended; empty while it goes on
 */
public record Alert(
    Key key, AlertSeverity severity, String summary, Instant since, Optional<End> end) {

  /**
   * What makes two alerts the same.
   *
   * @param kind what is wrong
   * @param subject of what
   */
  public record Key(AlertKind kind, Subject subject) {}

  /**
   * How one ended.
   *
   * @param at when, by the wall clock
   * @param reason in one line
   */
  public record End(Instant at, String reason) {}

  /** What is wrong. */
  public AlertKind kind() {
    return key.kind();
  }

  /** Of what. */
  public Subject subject() {
    return key.subject();
  }

  /** True while it goes on. */
  public boolean isFiring() {
    return end.isEmpty();
  }

  Alert ended(Instant at, String reason) {
    return new Alert(key, severity, summary, since, Optional.of(new End(at, reason)));
  }

  Alert with(AlertSeverity other) {
    return new Alert(key, other, summary, since, end);
  }

  Alert saying(String other) {
    return new Alert(key, severity, other, since, end);
  }
}
