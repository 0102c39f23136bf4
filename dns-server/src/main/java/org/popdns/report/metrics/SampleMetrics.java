package org.popdns.report.metrics;

import java.util.List;
import org.popdns.sample.QuerySample;

/** What is remembered of the last hour's queries. */
record SampleMetrics(QuerySample sample) implements MetricSource {

  private static final Family QUERIES =
      Family.gauge(
          "popdns_sample_queries", "Queries that are remembered, by which changes are weighed.");
  private static final Family SPAN =
      Family.gauge("popdns_sample_span_seconds", "How long ago the first of them came.");

  static final List<Family> FAMILIES = List.of(QUERIES, SPAN);

  @Override
  public void addTo(Exposition exposition) {
    exposition.add(QUERIES, sample.queries().size());
    exposition.add(SPAN, sample.span().toMillis() / 1e3);
  }
}
