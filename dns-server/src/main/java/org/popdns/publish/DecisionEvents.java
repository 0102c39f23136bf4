package org.popdns.publish;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.popdns.events.Event;
import org.popdns.steering.LoadNumbers;
import org.popdns.steering.LoadNumbers.PoolShare;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringDecision.PoolTally;

/**
 * What the journal has of decisions of one plan that came out otherwise: one event for all rules
 * that answer from the same pool for the same reason. A pool that two hundred networks are sent to
 * fails once. Pure.
 */
final class DecisionEvents {

  private DecisionEvents() {}

  private record Outcome(
      boolean ofSite,
      String pool,
      SteeringDecision.Reason reason,
      List<PoolShare> shares,
      PoolTally first) {}

  /**
   * The events.
   *
   * @param news the decisions, in the order of their rules
   * @param regions how many kinds of clients the plan tells apart
   */
  static List<Event> of(List<SteeringDecision> news, int regions, Instant now) {
    Map<Outcome, List<SteeringDecision>> byOutcome = new LinkedHashMap<>();
    for (SteeringDecision decision : news) {
      decision
          .firstChoice()
          .ifPresent(
              first ->
                  byOutcome
                      .computeIfAbsent(
                          new Outcome(
                              decision.ownSite().isPresent(),
                              decision.pool(),
                              decision.reason(),
                              LoadNumbers.shares(decision),
                              first),
                          o -> new ArrayList<>())
                      .add(decision));
    }
    List<Event> events = new ArrayList<>();
    byOutcome.forEach((outcome, alike) -> events.add(event(outcome, alike, regions, now)));
    return events;
  }

  private static Event event(
      Outcome outcome, List<SteeringDecision> alike, int regions, Instant now) {
    SteeringDecision decision = alike.getFirst();
    if (outcome.ofSite) {
      return Event.ClusterDecided.of(decision, outcome.first, now);
    }
    List<Integer> rules =
        regions == 1 ? List.of() : alike.stream().map(SteeringDecision::rule).distinct().toList();
    return Event.RulesDecided.of(decision, rules, outcome.first, now);
  }
}
