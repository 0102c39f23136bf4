package org.popdns.health;

import java.util.Optional;
import org.popdns.time.Moment;

/**
 * What the checker thinks of itself. Immutable.
 *
 * @param freeze while it keeps the last good state
 * @param last what came of the last time that many endpoints failed at once
 */
public record SelfDoubt(Optional<Freeze> freeze, Optional<Verdict> last) {

  /** Of a checker that never had a reason. */
  public static final SelfDoubt NEVER = new SelfDoubt(Optional.empty(), Optional.empty());

  /**
   * The last good state is kept.
   *
   * @param since from when on
   * @param until when the failures are believed, if nothing else happens
   * @param reason one line for the operator
   */
  public record Freeze(Moment since, Moment until, String reason) {}

  /**
   * What came of it.
   *
   * @param kind in a word
   * @param at when
   * @param text one line for the operator
   */
  public record Verdict(Kind kind, Moment at, String text) {}

  /** What happens when many endpoints fail at once. */
  public enum Kind {
    /** No canary answers: the last good state is kept. */
    FROZEN("frozen"),
    /** A canary answers: the failures are believed at once. */
    CONFIRMED("confirmed"),
    /** Endpoints or canaries answer again: what failed meanwhile counts for nothing. */
    RECOVERED("recovered"),
    /** The time is over: the failures are believed. */
    EXPIRED("expired");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The name in JSON and metrics. */
    public String label() {
      return label;
    }
  }

  SelfDoubt with(Verdict verdict) {
    return new SelfDoubt(Optional.empty(), Optional.of(verdict));
  }

  SelfDoubt with(Freeze frozen) {
    return new SelfDoubt(Optional.of(frozen), last);
  }
}
