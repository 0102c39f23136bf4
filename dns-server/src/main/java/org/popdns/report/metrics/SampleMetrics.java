package org.popdns.report.metrics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.publish.ChangeWeigher;
import org.popdns.sample.ClientCount;
import org.popdns.sample.QuerySample;

/**
 * What is remembered of the last hour's queries, and what it is for.
 *
 * @param lastChange what the last reload changed by them
 * @param refusals how many reloads were refused, by what for
 * @param clients by what it is known where clients are
 */
record SampleMetrics(
    QuerySample sample,
    Optional<ChangeWeigher.Weighed> lastChange,
    Map<String, Long> refusals,
    List<ClientCount> clients)
    implements MetricSource {

  private static final Family QUERIES =
      Family.gauge(
          "popdns_sample_queries", "Queries that are remembered, by which changes are weighed.");
  private static final Family SPAN =
      Family.gauge("popdns_sample_span_seconds", "How long ago the first of them came.");

  private static final Family MOVED =
      Family.gauge(
          "popdns_config_last_reload_moved_ratio",
          "For what share of the sampled queries the last reload changed the addresses, or would"
              + " have, had it not been refused; only where enough were sampled.");
  private static final Family REFUSED =
      Family.counter(
          "popdns_config_reloads_refused",
          "Reloads that changed nothing, by what they were refused for.",
          "reason");

  private static final Family CLIENTS =
      Family.counter(
          "popdns_steering_clients",
          "Queries for names that tell clients apart, by which source says where the client is"
              + " (none: no one does), and whether the client subnet option says who that is (ecs)"
              + " or the query's sender (resolver). Estimated by the sample.",
          "client",
          "source");

  static final List<Family> FAMILIES = List.of(QUERIES, SPAN, MOVED, REFUSED, CLIENTS);

  @Override
  public void addTo(Exposition exposition) {
    exposition.add(QUERIES, sample.queries().size());
    exposition.add(SPAN, sample.span().toMillis() / 1e3);
    lastChange
        .filter(ChangeWeigher.Weighed::isTelling)
        .ifPresent(weighed -> exposition.add(MOVED, weighed.moved()));
    refusals.forEach((reason, count) -> exposition.add(REFUSED, count, reason));
    clients.forEach(
        count -> exposition.add(CLIENTS, count.queries(), count.client(), count.source()));
  }
}
