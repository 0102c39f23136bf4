package org.popdns.report.metrics;

import java.time.Instant;
import java.util.List;
import org.popdns.status.NodeStatus;

/** What says where clients are. */
record PlaceMetrics(NodeStatus.Places places) implements MetricSource {

  private static final Family USABLE =
      Family.gauge(
          "popdns_place_database_usable",
          "0 if the file that stands there now is missing or broken; what was read of it before"
              + " stays.",
          "file");
  private static final Family BUILT =
      Family.gauge(
          "popdns_place_database_built_timestamp_seconds",
          "When the database that is used was made, as Unix time.",
          "file");
  private static final Family NETWORKS =
      Family.gauge(
          "popdns_place_database_networks",
          "Networks that the database that is used has data of.",
          "file");
  private static final Family PREFIXES =
      Family.gauge("popdns_place_prefixes", "Prefixes in the operator's own file.");
  private static final Family TABLES =
      Family.gauge(
          "popdns_region_tables_bytes",
          "What the tables take that tell which rule is for which client.");

  static final List<Family> FAMILIES = List.of(USABLE, BUILT, NETWORKS, PREFIXES, TABLES);

  @Override
  public void addTo(Exposition exposition) {
    for (NodeStatus.Database database : places.databases()) {
      exposition.add(USABLE, database.failure().isEmpty() ? 1 : 0, database.file());
      database
          .content()
          .ifPresent(
              content -> {
                exposition.add(BUILT, seconds(content.built()), database.file());
                exposition.add(NETWORKS, content.networks(), database.file());
              });
    }
    exposition.add(PREFIXES, places.prefixes());
    exposition.add(TABLES, places.tableBytes());
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / 1e3;
  }
}
