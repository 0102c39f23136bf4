package org.popdns.publish;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.popdns.steering.SteeringDecision;

/**
 * Numbers the kinds of steering decisions, so that workers count answers by a plain index. Numbers
 * are given once and for the life of the process. Any thread.
 */
public final class DecisionDirectory {

  /**
   * What decisions are counted by.
   *
   * @param pool the plan and its pool whose hosts answer, {@code images/san-jose}
   * @param reason the rule's label
   */
  public record Kind(String pool, String reason) {}

  private final Map<Kind, Integer> indexes = new HashMap<>();
  private final List<Kind> kinds = new ArrayList<>();

  /** The number of the kind of answers that a pool gives by a decision. */
  synchronized int indexOf(SteeringDecision decision, SteeringDecision.Share share) {
    Kind kind = new Kind(decision.plan().name() + "/" + share.pool(), share.reason().label());
    return indexes.computeIfAbsent(
        kind,
        k -> {
          kinds.add(k);
          return kinds.size() - 1;
        });
  }

  /** All kinds by their numbers. */
  synchronized List<Kind> kinds() {
    return List.copyOf(kinds);
  }
}
