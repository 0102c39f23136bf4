package org.popdns.report.metrics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.answer.WorkerCounters;
import org.popdns.publish.ChangeWeigher;
import org.popdns.publish.DecisionDirectory;
import org.popdns.report.ProbeMetrics;
import org.popdns.sample.ClientCount;
import org.popdns.sample.QuerySample;
import org.popdns.status.NodeStatus;
import org.popdns.transport.Transport;

/**
 * The metrics of a node at one moment. Made anew for each request by the thread that serves it.
 *
 * @param status what overlaps with the status
 * @param workers the counters of all workers
 * @param decisions what the workers count steered answers by
 * @param kernelDrops datagrams that the kernel had no room for
 * @param sample some of the last hour's queries
 * @param lastChange what the last reload changed by them
 * @param refusals how many reloads were refused, by what for
 * @param clients by what it is known where clients are
 */
public record MetricsPage(
    NodeStatus status,
    List<WorkerCounters> workers,
    List<DecisionDirectory.Kind> decisions,
    long kernelDrops,
    Transport transport,
    ProbeMetrics probes,
    QuerySample sample,
    Optional<ChangeWeigher.Weighed> lastChange,
    Map<String, Long> refusals,
    List<ClientCount> clients) {

  /** The format's media type. */
  public static final String CONTENT_TYPE = Exposition.CONTENT_TYPE;

  /**
   * The families of one room.
   *
   * @param title what they are about, for the operator
   */
  record Room(String title, List<Family> families) {}

  static final List<Room> ROOMS =
      List.of(
          new Room("The node", NodeMetrics.FAMILIES),
          new Room("Queries and answers", AnswerMetrics.FAMILIES),
          new Room("Sockets and connections", TransportMetrics.FAMILIES),
          new Room("Zones and configuration", ConfigurationMetrics.FAMILIES),
          new Room("Health and steering", HealthMetrics.FAMILIES),
          new Room("Where clients are", PlaceMetrics.FAMILIES),
          new Room("Changes and queries", SampleMetrics.FAMILIES),
          new Room("Announcements", AnnouncementMetrics.FAMILIES),
          new Room("Alerts and notifications", NotificationMetrics.FAMILIES));

  /** Every family that there is. */
  static List<Family> families() {
    return ROOMS.stream().map(Room::families).flatMap(List::stream).toList();
  }

  /** The page. */
  public String toText() {
    Exposition exposition = new Exposition();
    sources().forEach(source -> source.addTo(exposition));
    return exposition.toText();
  }

  private List<MetricSource> sources() {
    return List.of(
        new NodeMetrics(status),
        new AnswerMetrics(workers, decisions, kernelDrops),
        new TransportMetrics(
            status.transport(),
            workers,
            transport.connectionCounters(),
            transport.openConnections(),
            transport.idleTimeout()),
        new ConfigurationMetrics(status.configuration(), status.zones()),
        new HealthMetrics(
            status.endpoints(), status.clusters(), status.plans(), status.checker(), probes),
        new PlaceMetrics(status.places()),
        new SampleMetrics(sample, lastChange, refusals, clients),
        new AnnouncementMetrics(status.announcements()),
        new NotificationMetrics(status.notifications()));
  }
}
