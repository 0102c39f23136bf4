package org.popdns.health;

import java.time.Duration;
import java.util.Locale;

/** Verdicts in the operator's words, one line each. Stateless. */
final class Verdicts {
  private Verdicts() {}

  /**
   * The last good state is kept.
   *
   * @param example why one of the endpoints failed
   */
  static String of(Doubter.Step.Freeze freeze, CanaryAnswer canaries, String example) {
    Tally tally = freeze.tally();
    String kept = "the last good state is kept for " + seconds(freeze.left());
    return switch (freeze.question()) {
      case NETWORK ->
          "the checker suspects itself: %d of %d endpoints at %s failed within one interval (%s) and %s; %s"
              .formatted(
                  tally.failing(),
                  tally.all(),
                  String.join(", ", tally.failingSites()),
                  example,
                  said(canaries),
                  kept);
      case CHECKS ->
          "the checker suspects the changed checks: %d of %d endpoints that were up before fail them (%s); %s"
              .formatted(tally.failing(), tally.all(), example, kept);
    };
  }

  private static String said(CanaryAnswer canaries) {
    return switch (canaries) {
      case CanaryAnswer.None _ -> "there is no canary";
      case CanaryAnswer.Pending _ -> "no canary answered in time";
      case CanaryAnswer.Silent(String reasons) -> "no canary answers (" + reasons + ")";
      case CanaryAnswer.Answers(String canary) -> "canary " + canary + " answers";
    };
  }

  /** The failures are believed at once. */
  static String of(Doubter.Step.Confirm confirm) {
    return "%d of %d endpoints at %s failed within one interval, and canary %s answers: they are down"
        .formatted(
            confirm.tally().failing(),
            confirm.tally().all(),
            String.join(", ", confirm.tally().failingSites()),
            confirm.canary());
  }

  /** The time is over. */
  static String of(Doubter.Step.Expire expire) {
    return "the last good state was kept for %s: %d of %d endpoints still fail, and are down"
        .formatted(seconds(expire.frozen()), expire.tally().failing(), expire.tally().all());
  }

  /** What failed counts for nothing. */
  static String of(Doubter.Step.Recover recover) {
    String why =
        switch (recover.canaries()) {
          case CanaryAnswer.Answers(String canary) -> "canary " + canary + " answers again";
          case CanaryAnswer.None _, CanaryAnswer.Pending _, CanaryAnswer.Silent _ ->
              "%d of %d endpoints answer".formatted(recover.tally().fine(), recover.tally().all());
        };
    return "the checker trusts itself again after %s: %s; what failed meanwhile counts for nothing"
        .formatted(seconds(recover.frozen()), why);
  }

  private static String seconds(Duration time) {
    return time.toMillisPart() == 0
        ? time.toSeconds() + " s"
        : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
  }
}
