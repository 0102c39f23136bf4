package org.popdns.health;

import org.popdns.config.model.Check;
import org.popdns.health.probe.ProbeOutcome;

/**
 * Keeps one lost packet from taking a server out, and one lucky answer from bringing it back: a
 * status changes only after {@code fall} failures or {@code rise} successes in a row. The first
 * result alone sets the initial status, so that a starting node soon has something to answer with.
 * A pure function; any thread.
 */
public final class FlapDamper {
  private FlapDamper() {}

  /**
   * Where an endpoint stands after one more result.
   *
   * @param timing the check's rise and fall
   * @param current where it stood before
   * @param outcome the result
   */
  public static Standing next(Check.Timing timing, Standing current, ProbeOutcome outcome) {
    Status seen =
        switch (outcome) {
          case ProbeOutcome.Success _ -> Status.UP;
          case ProbeOutcome.Failure _ -> Status.DOWN;
        };
    if (current.status() == seen) {
      return new Standing(seen, 0);
    }
    int streak = current.streak() + 1;
    return streak >= resultsNeeded(timing, current.status())
        ? new Standing(seen, 0)
        : new Standing(current.status(), streak);
  }

  /** How many results in a row that contradict a status end it. */
  static int resultsNeeded(Check.Timing timing, Status status) {
    return switch (status) {
      case UNKNOWN -> 1;
      case UP -> timing.fall();
      case DOWN -> timing.rise();
    };
  }

  /**
   * A status and what speaks against it.
   *
   * @param status what holds
   * @param streak how many of the last results in a row contradict it
   */
  public record Standing(Status status, int streak) {

    /** Before the first result. */
    public static final Standing UNKNOWN = new Standing(Status.UNKNOWN, 0);
  }
}
