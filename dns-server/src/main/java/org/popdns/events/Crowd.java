package org.popdns.events;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.popdns.config.model.EndpointUse;
import org.popdns.health.Status;
import org.popdns.steering.SteeringDecision;
import org.slf4j.event.Level;

/**
 * Events of health that came in one second, counted, and the first of them whole: what a line of
 * the log tells of them, however many they are. Not for several threads.
 */
final class Crowd {

  private static final int PLACES = 5;
  private static final int EXAMPLES = 3;

  private final List<EventText.LogLine> first = new ArrayList<>();
  private final List<String> endpoints = new ArrayList<>();
  private final List<EventText.LogLine> decisions = new ArrayList<>();
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private int size;
  private int down;
  private int up;
  private int decided;
  private Level worst = Level.INFO;

  void add(Event event, EventText.LogLine line) {
    size++;
    if (first.size() < EventLog.MOST) {
      first.add(line);
    }
    if (line.level().toInt() > worst.toInt()) {
      worst = line.level();
    }
    switch (event) {
      case Event.EndpointChanged change -> {
        down += change.to() == Status.DOWN ? 1 : 0;
        up += change.to() == Status.UP ? 1 : 0;
        change.uses().stream()
            .map(EndpointUse::place)
            .distinct()
            .forEach(place -> places.merge(place, 1, Integer::sum));
        if (endpoints.size() < EXAMPLES) {
          endpoints.add(
              "%s is %s: %s"
                  .formatted(change.named(), EventJson.label(change.to()), change.reason()));
        }
      }
      case Event.ClusterDecided decision ->
          decided(line, decision.cluster(), decision.site(), decision.rule());
      case Event.RulesDecided decision ->
          decided(line, decision.plan(), decision.pool(), decision.reason());
      default -> {
        // Canaries and other nodes are few; they are counted with the rest.
      }
    }
  }

  private void decided(
      EventText.LogLine line, String plan, String from, SteeringDecision.Reason reason) {
    decided++;
    String text = "%s is answered from %s (%s)".formatted(plan, from, reason.label());
    // The worst are told of first: those where nobody is left.
    decisions.add(new EventText.LogLine(line.level(), text));
    decisions.sort(Comparator.comparingInt(told -> -told.level().toInt()));
    if (decisions.size() > EXAMPLES) {
      decisions.removeLast();
    }
  }

  int size() {
    return size;
  }

  /** All of them, if they are few enough to be told one by one; else the first. */
  List<EventText.LogLine> few() {
    return first;
  }

  /** All of them in one line, as loud as the loudest. */
  EventText.LogLine summary() {
    List<String> parts = new ArrayList<>();
    if (down + up > 0) {
      parts.add(
          "%d endpoints changed within a second, %d to down, %d to up%s: %s"
              .formatted(down + up, down, up, places(), listed(endpoints, down + up)));
    }
    if (decided > 0) {
      parts.add(
          "%d decisions changed: %s"
              .formatted(
                  decided,
                  listed(decisions.stream().map(EventText.LogLine::text).toList(), decided)));
    }
    int others = size - down - up - decided;
    if (others > 0) {
      parts.add(others + " other changes");
    }
    return new EventText.LogLine(
        worst, String.join("; ", parts) + "; popdns history has each of them");
  }

  private static String listed(List<String> some, int all) {
    return String.join(" / ", some)
        + (all > some.size() ? " / and " + (all - some.size()) + " more" : "");
  }

  private String places() {
    if (places.isEmpty()) {
      return "";
    }
    List<Map.Entry<String, Integer>> most =
        places.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .toList();
    int more = most.size() - PLACES;
    return ", at "
        + most.stream()
            .limit(PLACES)
            .map(place -> place.getKey() + " (" + place.getValue() + ")")
            .collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }
}
