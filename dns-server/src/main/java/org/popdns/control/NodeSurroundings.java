package org.popdns.control;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.popdns.announce.Surroundings;
import org.popdns.answer.OwnMark;
import org.popdns.config.model.Cluster;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Member;
import org.popdns.config.model.WhenBelow;
import org.popdns.health.EndpointState;
import org.popdns.health.HealthChecker;
import org.popdns.health.HealthSnapshot;
import org.popdns.publish.AnswerPublisher;
import org.popdns.publish.ClusterState;
import org.popdns.publish.Reloader;
import org.popdns.report.ProbeAges;
import org.popdns.report.ServerPhase;
import org.popdns.steering.SteeringDecision.SiteTally;
import org.popdns.transport.Transport;

/** What a running server tells those who judge its fitness. Read by any thread. */
record NodeSurroundings(
    Supplier<ServerPhase> serverPhase,
    Reloader reloader,
    AnswerPublisher answers,
    HealthChecker checker,
    Transport transport,
    OwnMark ownMark,
    ProbeAges ages)
    implements Surroundings {

  /** Beyond three intervals: what a loaded host may be late. */
  private static final Duration PROBES_LATE = Duration.ofSeconds(5);

  @Override
  public Phase phase() {
    return switch (serverPhase.get()) {
      case STARTING -> Phase.STARTING;
      case SERVING -> Phase.SERVING;
      case STOPPING -> Phase.STOPPING;
    };
  }

  @Override
  public Configuration configuration() {
    return reloader.served().configuration();
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
  public Optional<String> emptiness() {
    return reloader.served().configuration().zones().isEmpty()
        ? Optional.of("no zone is served, every query is refused")
        : Optional.empty();
  }

  @Override
  public List<String> clusterComplaints(List<String> required) {
    List<String> complaints = new ArrayList<>();
    for (String name : required) {
      if (!answers.leadsTo(name)) {
        complaints.add("no zone that is served leads to cluster " + name);
      }
    }
    HealthSnapshot health = checker.snapshot();
    for (ClusterState state : answers.clusters()) {
      Cluster cluster = state.cluster();
      if (!required.contains(cluster.name()) || cluster.whenBelow() != WhenBelow.WITHDRAW) {
        continue;
      }
      SiteTally own = state.decision().ownSite();
      if (!own.reachesMinimum()) {
        complaints.add(
            "cluster %s has %d healthy hosts at %s, %d needed (when-below: withdraw)"
                .formatted(cluster.name(), own.healthy(), own.site(), own.needed()));
      }
      oldest(cluster, own.site(), health)
          .ifPresent(
              age ->
                  complaints.add(
                      "the checks of cluster %s stopped %d s ago"
                          .formatted(cluster.name(), age.toSeconds())));
    }
    return complaints;
  }

  /** The age of a site's results if even the youngest is too old to be believed. */
  private Optional<Duration> oldest(Cluster cluster, String site, HealthSnapshot health) {
    List<Instant> probes = new ArrayList<>();
    for (Member member : cluster.membersAt(site)) {
      for (InetAddress address : member.addresses()) {
        health
            .state(new Endpoint(cluster.check(), address))
            .flatMap(EndpointState::lastProbe)
            .ifPresent(probes::add);
      }
    }
    Duration believed =
        cluster
            .check()
            .timing()
            .interval()
            .multipliedBy(3)
            .plus(cluster.check().timing().timeout())
            .plus(PROBES_LATE);
    return ages.sinceChange(cluster.name(), probes).filter(age -> age.compareTo(believed) > 0);
  }
}
