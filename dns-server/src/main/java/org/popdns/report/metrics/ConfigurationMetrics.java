package org.popdns.report.metrics;

import java.time.Instant;
import java.util.List;
import org.popdns.config.model.BrokenZone;
import org.popdns.publish.ServedConfiguration;
import org.popdns.status.NodeStatus;

/** What is served, and what became of the files. */
record ConfigurationMetrics(NodeStatus.Configuration configuration, List<NodeStatus.Zone> zones)
    implements MetricSource {

  private static final Family SERIAL =
      Family.gauge("popdns_zone_serial", "The SOA's serial.", "zone");
  private static final Family BROKEN =
      Family.gauge(
          "popdns_zone_broken",
          "1 for each zone whose files are broken while others are served, by what is answered in"
              + " its place.",
          "zone",
          "answer");
  private static final Family BROKEN_COUNT =
      Family.gauge(
          "popdns_zones_broken",
          "Zones whose files are broken, by what is answered in their place.",
          "answer");
  private static final Family LEFT_OUT =
      Family.gauge(
          "popdns_zone_files_left_out",
          "Files in the zones' folder that are not served since their names are no zones'.");
  private static final Family RELOAD_SUCCESSFUL =
      Family.gauge(
          "popdns_config_last_reload_successful",
          "1 if the files were taken up the last time they were read.");
  private static final Family RELOAD_TIME =
      Family.gauge(
          "popdns_config_last_reload_timestamp_seconds",
          "When the files were read last, as Unix time.");
  private static final Family SERVED_SINCE =
      Family.gauge(
          "popdns_config_served_since_timestamp_seconds",
          "When the configuration that is served was taken up, as Unix time.");
  private static final Family STORED_SERVED =
      Family.gauge(
          "popdns_config_stored_served",
          "1 while a stored configuration is served in place of the files.");
  private static final Family STORED =
      Family.gauge(
          "popdns_config_stored",
          "Accepted configurations that are stored, one of which a start with broken files"
              + " serves.");
  private static final Family STORE_SUCCESSFUL =
      Family.gauge(
          "popdns_config_store_successful", "0 if what was accepted last could not be stored.");

  static final List<Family> FAMILIES =
      List.of(
          SERIAL,
          BROKEN,
          BROKEN_COUNT,
          LEFT_OUT,
          RELOAD_SUCCESSFUL,
          RELOAD_TIME,
          SERVED_SINCE,
          STORED_SERVED,
          STORED,
          STORE_SUCCESSFUL);

  @Override
  public void addTo(Exposition exposition) {
    for (NodeStatus.Zone zone : zones) {
      zone.data().ifPresent(data -> exposition.add(SERIAL, data.serial(), zone.origin()));
    }
    for (NodeStatus.BrokenZone zone : configuration.broken()) {
      exposition.add(BROKEN, 1, zone.zone(), zone.answer());
    }
    for (BrokenZone.Answer answer : BrokenZone.Answer.values()) {
      long count =
          configuration.broken().stream()
              .filter(zone -> zone.answer().equals(answer.label()))
              .count();
      exposition.add(BROKEN_COUNT, count, answer.label());
    }
    exposition.add(LEFT_OUT, configuration.leftOut().size());
    exposition.add(RELOAD_SUCCESSFUL, configuration.lastLoad().failure().isEmpty() ? 1 : 0);
    exposition.add(RELOAD_TIME, seconds(configuration.lastLoad().at().at()));
    exposition.add(SERVED_SINCE, seconds(configuration.since().at()));
    boolean fromStore =
        configuration.servedFrom().equals(ServedConfiguration.Origin.STORED.label());
    exposition.add(STORED_SERVED, fromStore ? 1 : 0);
    exposition.add(STORED, configuration.stored().size());
    exposition.add(STORE_SUCCESSFUL, configuration.notStored().isEmpty() ? 1 : 0);
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / 1e3;
  }
}
