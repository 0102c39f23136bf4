package org.popdns.steering;

import java.util.Optional;
import java.util.OptionalLong;
import org.popdns.config.model.AnswerTtl;
import org.popdns.config.model.SteeringPlan;

/**
 * The TTL of the answers that a decision leads to, and why. Pure.
 *
 * @param auto what bounds it by the checks, in seconds; empty if nothing does
 * @param degraded what bounds it because the answer is degraded, in seconds; empty if nothing does
 */
public record AnswerTtls(OptionalLong auto, OptionalLong degraded) {

  /** Those of a decision. */
  public static AnswerTtls of(SteeringDecision decision) {
    SteeringPlan plan = decision.plan();
    AnswerTtl said = plan.ttl();
    return new AnswerTtls(
        plan.autoTtlSeconds(),
        decision.isDegraded() && said.degradedSeconds().isPresent()
            ? OptionalLong.of(said.degradedSeconds().get())
            : OptionalLong.empty());
  }

  /**
   * The TTL: the shortest of all.
   *
   * @param ofRecords what the records say, in seconds
   */
  public long seconds(long ofRecords) {
    return Math.min(
        ofRecords, Math.min(auto.orElse(Long.MAX_VALUE), degraded.orElse(Long.MAX_VALUE)));
  }

  /** The shorter of them, in seconds; empty if nothing bounds the records' own. */
  public OptionalLong most() {
    return auto.isEmpty() && degraded.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(seconds(Long.MAX_VALUE));
  }

  /** Which of them that is, in words; empty if nothing bounds the records' own. */
  public Optional<String> reason() {
    if (most().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        degraded.orElse(Long.MAX_VALUE) <= auto.orElse(Long.MAX_VALUE)
            ? "ttl-degraded: the answer is not what it is with all well"
            : "ttl auto: one endpoint does not change twice within it");
  }
}
