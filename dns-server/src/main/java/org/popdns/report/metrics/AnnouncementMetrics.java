package org.popdns.report.metrics;

import java.util.List;
import org.popdns.fitness.FitnessState;
import org.popdns.status.AnnouncementsStatus;

/** What is announced, and whether the other nodes can be read. */
record AnnouncementMetrics(AnnouncementsStatus announcements) implements MetricSource {

  private static final Family ROUTE =
      Family.gauge(
          "popdns_route_announced",
          "1 while the lease says that the prefix is announced.",
          "prefix");
  private static final Family STATE =
      Family.gauge(
          "popdns_fitness_state",
          "1 for what the node is, as far as the announcement goes.",
          "announcement",
          "state");
  private static final Family HOLDS =
      Family.gauge(
          "popdns_guard_holds",
          "1 while the last-site guard keeps the routes of a node that would withdraw.",
          "announcement");
  private static final Family OVERRULED =
      Family.gauge(
          "popdns_guard_overruled",
          "1 while an operator's drain keeps routes withdrawn against the last-site guard.",
          "announcement");
  private static final Family PEER_UP =
      Family.gauge(
          "popdns_peer_up", "1 if the other node's status could be read the last time.", "peer");

  static final List<Family> FAMILIES = List.of(ROUTE, STATE, HOLDS, OVERRULED, PEER_UP);

  @Override
  public void addTo(Exposition exposition) {
    announcements.entries().forEach((name, entry) -> of(name, entry, exposition));
    announcements
        .peers()
        .forEach((name, peer) -> exposition.add(PEER_UP, peer.page().isPresent() ? 1 : 0, name));
  }

  private static void of(String name, AnnouncementsStatus.Entry entry, Exposition exposition) {
    for (FitnessState state : FitnessState.values()) {
      boolean is = state.label().equals(entry.state());
      exposition.add(STATE, is ? 1 : 0, name, state.label());
    }
    exposition.add(HOLDS, entry.held().isPresent() ? 1 : 0, name);
    exposition.add(OVERRULED, entry.guardOverruled().isPresent() ? 1 : 0, name);
    for (AnnouncementsStatus.Route route : entry.routes()) {
      exposition.add(ROUTE, route.announced() ? 1 : 0, route.prefix());
    }
  }
}
