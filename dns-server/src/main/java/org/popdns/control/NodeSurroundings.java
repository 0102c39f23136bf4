package org.popdns.control;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.popdns.announce.Surroundings;
import org.popdns.answer.OwnMark;
import org.popdns.config.model.Check;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Pool;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.WhenBelow;
import org.popdns.fitness.Phase;
import org.popdns.health.HealthChecker;
import org.popdns.health.HealthSnapshot;
import org.popdns.publish.PlanState;
import org.popdns.publish.Publisher;
import org.popdns.publish.Served;
import org.popdns.steering.SteeringDecision.PoolTally;
import org.popdns.time.Clocks;
import org.popdns.transport.Transport;

/** What a running server tells those who judge its fitness. Read by any thread. */
record NodeSurroundings(
    Supplier<Phase> serverPhase,
    Publisher publisher,
    HealthChecker checker,
    Transport transport,
    OwnMark ownMark,
    Clocks clocks)
    implements Surroundings {

  /** Beyond three intervals: what a loaded host may be late. */
  private static final Duration PROBES_LATE = Duration.ofSeconds(5);

  @Override
  public Phase phase() {
    return serverPhase.get();
  }

  @Override
  public List<InetSocketAddress> addresses() {
    return transport.addresses();
  }

  @Override
  public List<Integer> workersAt(InetSocketAddress address) {
    return transport.workersAt(address);
  }

  @Override
  public Moment now() {
    return new ServedMoment(publisher.served(), checker.snapshot(), clocks);
  }

  /** What is served at one moment, and what was known of the endpoints then. */
  private record ServedMoment(Served served, HealthSnapshot health, Clocks clocks)
      implements Moment {

    @Override
    public Configuration configuration() {
      return served.configuration();
    }

    @Override
    public Optional<String> emptiness() {
      return served.configuration().zones().isEmpty()
          ? Optional.of("no zone is served, every query is refused")
          : Optional.empty();
    }

    @Override
    public List<String> clusterComplaints(List<String> required) {
      List<String> complaints = new ArrayList<>();
      for (String name : required) {
        if (!served.zones().leadsTo(name)) {
          complaints.add("no zone that is served leads to cluster " + name);
        }
      }
      complaints.addAll(complaints(plan -> required.contains(plan.name())));
      return complaints;
    }

    @Override
    public List<String> clusterComplaints() {
      return complaints(plan -> true);
    }

    private List<String> complaints(Predicate<SteeringPlan> required) {
      List<String> complaints = new ArrayList<>();
      for (PlanState state : served.planStates()) {
        SteeringPlan plan = state.plan();
        if (plan.whenBelow() != WhenBelow.WITHDRAW || !required.test(plan)) {
          continue;
        }
        for (PoolTally own : state.own()) {
          if (!own.reachesMinimum()) {
            complaints.add(
                "cluster %s has %d healthy hosts at %s, %d needed (when-below: withdraw)"
                    .formatted(plan.name(), own.healthy(), own.pool(), own.needed()));
          }
          plan.pool(own.pool())
              .flatMap(pool -> tooOld(plan, pool))
              .ifPresent(
                  age ->
                      complaints.add(
                          "the checks of cluster %s stopped %d s ago"
                              .formatted(plan.name(), age.toSeconds())));
        }
      }
      return complaints;
    }

    /** The age of a pool's youngest result if even that is too old to be believed. */
    private Optional<Duration> tooOld(SteeringPlan plan, Pool pool) {
      Check.Timing timing = plan.check().timing();
      Duration believed =
          timing.interval().multipliedBy(3).plus(timing.timeout()).plus(PROBES_LATE);
      return pool.endpoints()
          .flatMap(endpoint -> health.state(endpoint).stream())
          .flatMap(state -> state.lastProbe().stream())
          .map(clocks::age)
          .min(Comparator.naturalOrder())
          .filter(age -> age.compareTo(believed) > 0);
    }
  }
}
