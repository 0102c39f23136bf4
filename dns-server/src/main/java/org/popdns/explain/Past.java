package org.popdns.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Pool;
import org.popdns.config.model.SteeringPlan;
import org.popdns.events.Event;
import org.popdns.events.EventText;
import org.popdns.events.Journal;
import org.popdns.health.EndpointState;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.SelfDoubt;
import org.popdns.health.Status;
import org.popdns.time.Moment;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the journal holds of a time: how endpoints were, what was drained and announced, and what
 * has changed since that it does not hold. An endpoint's last event before the time says how it
 * was. Where there is none, its next event does: what came up had been down. Where there is none of
 * either, it is as it was found at the start, which is up, since a start tells of those that are
 * down. Immutable.
 */
final class Past {

  private final Instant at;
  private final Instant begins;
  private final List<Event> events;
  private final Instant runBegan;
  private final Optional<Instant> runEnded;
  private final boolean isWholeRun;

  private Past(Instant at, Instant begins, List<Event> events, Run run, boolean isWholeRun) {
    this.at = at;
    this.begins = begins;
    this.events = events;
    this.runBegan = run.began.orElse(begins);
    this.runEnded = run.ended;
    this.isWholeRun = isWholeRun;
  }

  /** The life of a process: empty where the journal does not hold its beginning, its end. */
  private record Run(Optional<Instant> began, Optional<Instant> ended) {}

  /**
   * What events tell of a time.
   *
   * @param events the journal's, the oldest first
   * @throws IllegalArgumentException with a line for the operator if they tell nothing of it
   */
  static Past of(List<Event> events, Instant at, Instant now) {
    if (at.isAfter(now)) {
      throw new IllegalArgumentException("--at " + at + " is still to come; it is " + now);
    }
    Optional<Instant> completeFrom = Journal.completeFrom(events);
    Instant begins =
        completeFrom
            .or(() -> events.stream().map(Event::at).filter(Past::isKnown).findFirst())
            .orElseThrow(() -> new IllegalArgumentException("the journal is empty"));
    if (at.isBefore(begins)) {
      throw new IllegalArgumentException(
          "the journal tells nothing of " + at + ": it begins at " + begins);
    }
    Run run = run(events, at);
    boolean isWholeRun =
        run.began.isPresent()
            && completeFrom.filter(from -> run.began.get().isBefore(from)).isEmpty();
    return new Past(at, begins, events, run, isWholeRun);
  }

  /** False of what another version wrote without a time. */
  private static boolean isKnown(Instant at) {
    return !at.equals(Instant.EPOCH);
  }

  /** The process that answered at a time. */
  private static Run run(List<Event> events, Instant at) {
    Optional<Instant> began = Optional.empty();
    Optional<Instant> stopped = Optional.empty();
    for (Event event : events) {
      boolean isLater = event.at().isAfter(at);
      switch (event) {
        case Event.ServerStarted started when isLater && !started.begun().isAfter(at) ->
            throw new IllegalArgumentException(
                "the server was starting at " + at + ", and answers since " + started.at());
        case Event.ServerStarted started when isLater -> {
          answered(stopped, at, ", until " + started.at());
          return new Run(began, Optional.of(started.begun()));
        }
        case Event.ServerStarted started -> {
          began = Optional.of(started.begun());
          stopped = Optional.empty();
        }
        case Event.ServerStopped end when isLater -> {
          answered(stopped, at, "");
          return new Run(began, Optional.of(end.at()));
        }
        case Event.ServerStopped end -> stopped = Optional.of(end.at());
        default -> {
          // Of what happens while it runs.
        }
      }
    }
    answered(stopped, at, "");
    return new Run(began, Optional.empty());
  }

  private static void answered(Optional<Instant> stopped, Instant at, String until) {
    if (stopped.isPresent()) {
      throw new IllegalArgumentException(
          "the server did not answer at " + at + ": stopped since " + stopped.get() + until);
    }
  }

  /**
   * How endpoints were.
   *
   * @param present how they are, in the process that the journal is of; empty if that is not known
   * @param now the moment that {@code present} is of
   */
  HealthSnapshot health(Configuration configuration, Optional<HealthSnapshot> present, Moment now) {
    Map<String, Event.EndpointChanged> last = new HashMap<>();
    Map<String, Event.EndpointChanged> next = new HashMap<>();
    for (Event event : events) {
      if (event instanceof Event.EndpointChanged change && !event.at().isBefore(runBegan)) {
        if (!event.at().isAfter(at)) {
          last.put(change.endpoint(), change);
        } else if (runEnded.filter(end -> !event.at().isBefore(end)).isEmpty()) {
          next.putIfAbsent(change.endpoint(), change);
        }
      }
    }
    Optional<HealthSnapshot> same = runEnded.isPresent() ? Optional.empty() : present;
    Map<Endpoint, EndpointState> states = new LinkedHashMap<>();
    for (SteeringPlan plan : configuration.plans().values()) {
      for (Pool pool : plan.pools().values()) {
        pool.endpoints()
            .forEach(
                endpoint ->
                    states.put(
                        endpoint,
                        state(
                            endpoint,
                            Optional.ofNullable(last.get(endpoint.toString())),
                            Optional.ofNullable(next.get(endpoint.toString())),
                            same.flatMap(health -> health.state(endpoint)),
                            now)));
      }
    }
    return HealthSnapshot.of(states.values());
  }

  private EndpointState state(
      Endpoint endpoint,
      Optional<Event.EndpointChanged> last,
      Optional<Event.EndpointChanged> next,
      Optional<EndpointState> present,
      Moment now) {
    if (last.isPresent()) {
      return state(endpoint, last.get().to(), last.get().reason(), last.get().at(), now);
    }
    if (next.isPresent()) {
      // What a check finds first has no state before.
      boolean wasUp = next.get().to() == Status.DOWN;
      return state(
          endpoint,
          wasUp ? Status.UP : Status.DOWN,
          "until " + next.get().at() + ", by the journal",
          runBegan,
          now);
    }
    if (isWholeRun) {
      return state(endpoint, Status.UP, "since the start, by the journal", runBegan, now);
    }
    return present
        .map(state -> state(endpoint, state.status(), "as now: no change is known", runBegan, now))
        .orElseGet(
            () -> state(endpoint, Status.UP, "not in the journal, taken to be up", runBegan, now));
  }

  private static EndpointState state(
      Endpoint endpoint, Status status, String reason, Instant since, Moment now) {
    Moment then = now.plus(Duration.between(now.at(), since));
    return new EndpointState(
        endpoint, status, then, reason, 0, Optional.empty(), Duration.ZERO, 0, 0);
  }

  /**
   * Says which time is explained, what the journal has of it, and what has changed since.
   *
   * @param plans the plans that are told of
   */
  void tell(ObjectNode told, Set<String> plans) {
    ObjectNode past = told.putObject("past");
    past.put("at", at.toString());
    past.put("journalBegins", begins.toString());
    ArrayNode then = past.putArray("then");
    held(plans).forEach(event -> then.add(EventText.history(event)));
    ArrayNode since = past.putArray("since");
    events.stream()
        .filter(event -> event.at().isAfter(at) && changesWhatIsExplained(event))
        .forEach(event -> since.add(EventText.history(event)));
  }

  /** True for what is explained as it is now, whatever it was then. */
  private static boolean changesWhatIsExplained(Event event) {
    return event instanceof Event.ConfigurationServed
        || event instanceof Event.ServerStarted
        || event instanceof Event.DatabaseServed;
  }

  /**
   * What held then, but for endpoints: the last of each sort.
   *
   * @param plans the plans that are told of
   */
  private List<Event> held(Set<String> plans) {
    Map<String, Event> held = new TreeMap<>();
    for (Event event : events) {
      if (event.at().isAfter(at)) {
        break;
      }
      boolean isOfRun = !event.at().isBefore(runBegan);
      switch (event) {
        // Drains hold over restarts.
        case Event.DrainBegun drain -> held.put("drain " + drain.announcement(), drain);
        case Event.DrainEnded drain -> held.remove("drain " + drain.announcement());
        case Event.AnnouncementChanged change when isOfRun ->
            held.put("announcement " + change.announcement(), change);
        case Event.CheckerJudged judged when judged.verdict() == SelfDoubt.Kind.FROZEN && isOfRun ->
            held.put("checker", judged);
        case Event.CheckerJudged _ -> held.remove("checker");
        case Event.ClusterDecided decided when isOfRun && plans.contains(decided.cluster()) ->
            held.put("plan " + decided.cluster(), decided);
        case Event.RulesDecided decided when isOfRun && plans.contains(decided.plan()) -> {
          String plan = "plan " + decided.plan();
          decided.rules().forEach(rule -> held.put(plan + " " + rule, decided));
          if (decided.rules().isEmpty()) {
            held.put(plan, decided);
          }
        }
        default -> {
          // Endpoints are told one by one; the rest is over when it has happened.
        }
      }
    }
    return held.values().stream().distinct().toList();
  }
}
