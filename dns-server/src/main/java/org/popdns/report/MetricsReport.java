package org.popdns.report;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.popdns.answer.Protocol;
import org.popdns.answer.WorkerCounters;
import org.popdns.config.model.BrokenZone;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Pool;
import org.popdns.config.write.AddressFormat;
import org.popdns.fitness.FitnessState;
import org.popdns.health.CanaryState;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.SelfDoubt;
import org.popdns.health.Status;
import org.popdns.publish.DecisionDirectory;
import org.popdns.publish.PlanState;
import org.popdns.publish.Reloader;
import org.popdns.publish.ServedConfiguration;
import org.popdns.record.RecordTypes;
import org.popdns.snapshot.CompiledZone;
import org.popdns.state.store.ConfigurationStore;
import org.popdns.status.AnnouncementsStatus;
import org.popdns.steering.SteeringDecision.Reason;
import org.popdns.transport.ConnectionCounters;
import org.popdns.transport.Transport;
import org.popdns.wire.Rcode;

/**
 * The metrics in Prometheus's text format. Made anew for each request by the thread that serves it:
 * the workers' counters are added up here and nowhere else. No label is ever a name asked or a
 * client.
 */
public final class MetricsReport {

  /** The format's media type. */
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private static final double[] DURATION_BOUNDS_SECONDS = durationBounds();

  private final MetricSnapshots.Builder metrics = MetricSnapshots.builder();

  private static double[] durationBounds() {
    double[] bounds = new double[WorkerCounters.DURATION_BUCKETS];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = Math.scalb(1.0, 2 * i) / 1e6;
    }
    return bounds;
  }

  /** Which build runs. */
  public MetricsReport build() {
    metrics.metricSnapshot(
        InfoSnapshot.builder()
            .name("popdns_build")
            .help("The version that runs.")
            .dataPoint(
                InfoSnapshot.InfoDataPointSnapshot.builder()
                    .labels(
                        Labels.of(
                            "version", BuildInfo.version(), "java", Runtime.version().toString()))
                    .build())
            .build());
    return this;
  }

  /** Whether traffic should come here. */
  public MetricsReport readiness(Readiness readiness) {
    return gauge("popdns_ready", "1 while /readyz is 200.", readiness.ready() ? 1 : 0);
  }

  /** What the workers counted. */
  public MetricsReport workers(
      List<WorkerCounters> workers, List<DecisionDirectory.Kind> kinds, long kernelDrops) {
    requestsAndResponses(workers);
    drops(workers, kernelDrops);
    CounterSnapshot.Builder decisions =
        CounterSnapshot.builder()
            .name("popdns_steering_decisions")
            .help("Answers with a cluster's addresses, by the pool they came from and the rule.");
    for (int kind = 0; kind < kinds.size(); kind++) {
      int index = kind;
      decisions.dataPoint(
          counter(
              sum(workers, worker -> worker.decisions(index)),
              "pool",
              kinds.get(kind).pool(),
              "reason",
              kinds.get(kind).reason()));
    }
    metrics.metricSnapshot(decisions.build());
    return this;
  }

  private void requestsAndResponses(List<WorkerCounters> workers) {
    CounterSnapshot.Builder requests =
        CounterSnapshot.builder().name("popdns_dns_requests").help("Queries read.");
    CounterSnapshot.Builder responses =
        CounterSnapshot.builder().name("popdns_dns_responses").help("Responses sent.");
    CounterSnapshot.Builder truncated =
        CounterSnapshot.builder()
            .name("popdns_dns_truncated")
            .help("Responses with TC: too large for the client's UDP.");
    for (Protocol protocol : Protocol.values()) {
      String proto = protocol.transport();
      String family = protocol.family();
      for (int type = 0; type <= WorkerCounters.OTHER_TYPE; type++) {
        int asked = type;
        long count = sum(workers, worker -> worker.requests(protocol, asked));
        if (count > 0) {
          requests.dataPoint(
              counter(count, "proto", proto, "family", family, "type", typeName(type)));
        }
      }
      for (int rcode = 0; rcode < Rcode.COUNT; rcode++) {
        int answered = rcode;
        long count = sum(workers, worker -> worker.responses(protocol, answered));
        if (count > 0) {
          responses.dataPoint(
              counter(count, "rcode", Rcode.name(rcode), "proto", proto, "family", family));
        }
      }
      truncated.dataPoint(
          counter(
              sum(workers, worker -> worker.truncated(protocol)),
              "proto",
              proto,
              "family",
              family));
    }
    CounterSnapshot.Builder own =
        CounterSnapshot.builder()
            .name("popdns_dns_own_queries")
            .help("Queries that the server asked itself and answered; counted nowhere else.");
    for (Protocol protocol : Protocol.values()) {
      own.dataPoint(
          counter(
              sum(workers, worker -> worker.own(protocol)),
              "proto",
              protocol.transport(),
              "family",
              protocol.family()));
    }
    CounterSnapshot.Builder cookies =
        CounterSnapshot.builder()
            .name("popdns_dns_cookies")
            .help("Queries with a COOKIE option, by what it held.");
    for (WorkerCounters.Cookie result : WorkerCounters.Cookie.values()) {
      cookies.dataPoint(
          counter(sum(workers, worker -> worker.cookies(result)), "result", result.label()));
    }
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int bucket = 0; bucket <= DURATION_BOUNDS_SECONDS.length; bucket++) {
      int index = bucket;
      buckets.bucket(
          bucket < DURATION_BOUNDS_SECONDS.length
              ? DURATION_BOUNDS_SECONDS[bucket]
              : Double.POSITIVE_INFINITY,
          sum(workers, worker -> worker.durations(index)));
    }
    HistogramDataPointSnapshot.Builder duration =
        HistogramDataPointSnapshot.builder().classicHistogramBuckets(buckets.build());
    duration.sum(sum(workers, WorkerCounters::durationSumNanos) / 1e9);
    metrics
        .metricSnapshot(requests.build())
        .metricSnapshot(responses.build())
        .metricSnapshot(truncated.build())
        .metricSnapshot(cookies.build())
        .metricSnapshot(own.build())
        .metricSnapshot(
            HistogramSnapshot.builder()
                .name("popdns_dns_request_duration_seconds")
                .help("From reading a query to handing its response over for sending.")
                .dataPoint(duration.build())
                .build());
  }

  private void drops(List<WorkerCounters> workers, long kernelDrops) {
    CounterSnapshot.Builder dropped =
        CounterSnapshot.builder()
            .name("popdns_dns_dropped")
            .help("Messages without a response, by reason; receive-buffer: dropped by the kernel.");
    for (WorkerCounters.Drop reason : WorkerCounters.Drop.values()) {
      dropped.dataPoint(
          counter(sum(workers, worker -> worker.dropped(reason)), "reason", reason.label()));
    }
    dropped.dataPoint(counter(kernelDrops, "reason", "receive-buffer"));
    metrics.metricSnapshot(dropped.build());
  }

  /** The way of datagrams. */
  public MetricsReport udp(List<WorkerCounters> workers, Transport transport) {
    CounterSnapshot.Builder calls =
        CounterSnapshot.builder()
            .name("popdns_udp_system_calls")
            .help("System calls that receive and send datagrams, many each; with recvmmsg only.");
    for (WorkerCounters.Call call : WorkerCounters.Call.values()) {
      calls.dataPoint(counter(sum(workers, worker -> worker.calls(call)), "call", call.label()));
    }
    metrics
        .metricSnapshot(calls.build())
        .metricSnapshot(
            GaugeSnapshot.builder()
                .name("popdns_udp_workers")
                .help("Workers that answer UDP at each address, and by which way.")
                .dataPoint(gauge(transport.workers(), "transport", transport.name()))
                .build());
    return gauge(
        "popdns_udp_receive_buffer_bytes",
        "What the kernel granted to each UDP socket for datagrams that wait; the least.",
        transport.receiveBufferBytes());
  }

  /** The TCP connections. */
  public MetricsReport connections(Transport transport) {
    ConnectionCounters counters = transport.connectionCounters();
    CounterSnapshot.Builder refused =
        CounterSnapshot.builder()
            .name("popdns_tcp_connections_refused")
            .help("TCP connections closed at once: all places, or the client's own, were taken.");
    for (ConnectionCounters.Refusal reason : ConnectionCounters.Refusal.values()) {
      refused.dataPoint(counter(counters.refused(reason), "reason", reason.label()));
    }
    CounterSnapshot.Builder closed =
        CounterSnapshot.builder()
            .name("popdns_tcp_connections_closed")
            .help("TCP connections that have ended, by reason; done: by the client.");
    for (ConnectionCounters.End reason : ConnectionCounters.End.values()) {
      closed.dataPoint(counter(counters.ended(reason), "reason", reason.label()));
    }
    metrics.metricSnapshot(refused.build()).metricSnapshot(closed.build());
    return gauge(
            "popdns_tcp_connections_open",
            "TCP connections that are open.",
            transport.openConnections())
        .gauge(
            "popdns_tcp_idle_timeout_seconds",
            "How long a TCP connection may be idle; shorter when many are open.",
            transport.idleTimeout().toMillis() / 1e3);
  }

  /** The zones that are served. */
  public MetricsReport zones(List<CompiledZone> zones) {
    GaugeSnapshot.Builder serials =
        GaugeSnapshot.builder().name("popdns_zone_serial").help("The SOA's serial.");
    for (CompiledZone zone : zones) {
      if (zone.isFailed()) {
        continue;
      }
      serials.dataPoint(gauge((double) zone.serial(), "zone", zone.origin().toString()));
    }
    metrics.metricSnapshot(serials.build());
    return this;
  }

  /** What configuration is served. */
  public MetricsReport configuration(ServedConfiguration served, Reloader.Attempt lastAttempt) {
    GaugeSnapshot.Builder broken =
        GaugeSnapshot.builder()
            .name("popdns_zone_broken")
            .help(
                "1 for each zone whose files are broken while others are served, by what is"
                    + " answered in its place.");
    GaugeSnapshot.Builder count =
        GaugeSnapshot.builder()
            .name("popdns_zones_broken")
            .help("Zones whose files are broken, by what is answered in their place.");
    for (BrokenZone.Answer answer : BrokenZone.Answer.values()) {
      List<BrokenZone> zones =
          served.configuration().broken().stream().filter(z -> z.answer() == answer).toList();
      count.dataPoint(gauge(zones.size(), "answer", answer.label()));
      for (BrokenZone zone : zones) {
        broken.dataPoint(gauge(1, "zone", zone.origin().toString(), "answer", answer.label()));
      }
    }
    metrics.metricSnapshot(broken.build()).metricSnapshot(count.build());
    return gauge(
            "popdns_zone_files_left_out",
            "Files in the zones' folder that are not served since their names are no zones'.",
            served.configuration().leftOut().size())
        .gauge(
            "popdns_config_last_reload_successful",
            "1 if the files were taken up the last time they were read.",
            lastAttempt.failure().isEmpty() ? 1 : 0)
        .gauge(
            "popdns_config_last_reload_timestamp_seconds",
            "When the files were read last, as Unix time.",
            lastAttempt.at().toEpochMilli() / 1e3)
        .gauge(
            "popdns_config_served_since_timestamp_seconds",
            "When the configuration that is served was taken up, as Unix time.",
            served.since().toEpochMilli() / 1e3)
        .gauge(
            "popdns_config_stored_served",
            "1 while a stored configuration is served in place of the files.",
            served.origin() == ServedConfiguration.Origin.STORED ? 1 : 0);
  }

  /** The configurations that are stored, for a start with broken files. */
  public MetricsReport stored(List<ConfigurationStore.Entry> stored, Optional<String> failure) {
    return gauge(
            "popdns_config_stored",
            "Accepted configurations that are stored, one of which a start with broken files"
                + " serves.",
            stored.size())
        .gauge(
            "popdns_config_store_successful",
            "0 if what was accepted last could not be stored.",
            failure.isEmpty() ? 1 : 0);
  }

  /** The plans and the endpoints behind them. */
  public MetricsReport plans(List<PlanState> plans, HealthSnapshot health, ProbeMetrics probes) {
    GaugeSnapshot.Builder up =
        GaugeSnapshot.builder()
            .name("popdns_health_endpoint_up")
            .help("1 if the endpoint is up, 0 if it is down or not known.");
    GaugeSnapshot.Builder open =
        GaugeSnapshot.builder()
            .name("popdns_steering_fail_open")
            .help("1 while no host of the cluster is healthy anywhere and all addresses answer.");
    for (PlanState state : plans) {
      String plan = state.plan().name();
      open.dataPoint(gauge(state.decision().reason() == Reason.FAIL_OPEN ? 1 : 0, "cluster", plan));
      for (Pool pool : state.tried()) {
        for (Pool.Host host : pool.hosts()) {
          for (Endpoint endpoint : host.endpoints()) {
            String name =
                pool.name() + "/" + host.name() + "/" + AddressFormat.of(endpoint.address());
            boolean isUp = health.isUp(endpoint);
            up.dataPoint(gauge(isUp ? 1 : 0, "cluster", plan, "endpoint", name));
          }
        }
      }
    }
    metrics.metricSnapshot(up.build()).metricSnapshot(open.build());
    CounterSnapshot.Builder transitions =
        CounterSnapshot.builder()
            .name("popdns_health_transitions")
            .help("Endpoints that went up or down; first results are not counted.");
    probes.transitions().forEach((to, count) -> transitions.dataPoint(counter(count, "to", to)));
    metrics.metricSnapshot(transitions.build());
    HistogramSnapshot.Builder durations =
        HistogramSnapshot.builder()
            .name("popdns_health_probe_duration_seconds")
            .help("How long probes took, failed ones included.");
    probes.durations().forEach((check, known) -> durations.dataPoint(histogram(known, check)));
    metrics.metricSnapshot(durations.build());
    return this;
  }

  /** What is announced. */
  public MetricsReport announcements(AnnouncementsStatus announcements) {
    GaugeSnapshot.Builder routes =
        GaugeSnapshot.builder()
            .name("popdns_route_announced")
            .help("1 while the lease says that the prefix is announced.");
    GaugeSnapshot.Builder states =
        GaugeSnapshot.builder()
            .name("popdns_fitness_state")
            .help("1 for what the node is, as far as the announcement goes.");
    GaugeSnapshot.Builder held =
        GaugeSnapshot.builder()
            .name("popdns_guard_holds")
            .help("1 while the last-site guard keeps the routes of a node that would withdraw.");
    GaugeSnapshot.Builder overruled =
        GaugeSnapshot.builder()
            .name("popdns_guard_overruled")
            .help(
                "1 while an operator's drain keeps routes withdrawn against the last-site guard.");
    GaugeSnapshot.Builder peers =
        GaugeSnapshot.builder()
            .name("popdns_peer_up")
            .help("1 if the other node's status could be read the last time.");
    announcements
        .entries()
        .forEach(
            (name, entry) -> {
              for (FitnessState each : FitnessState.values()) {
                boolean is = each.label().equals(entry.state());
                states.dataPoint(gauge(is ? 1 : 0, "announcement", name, "state", each.label()));
              }
              held.dataPoint(gauge(entry.held().isPresent() ? 1 : 0, "announcement", name));
              overruled.dataPoint(
                  gauge(entry.guardOverruled().isPresent() ? 1 : 0, "announcement", name));
              entry
                  .routes()
                  .forEach(
                      route ->
                          routes.dataPoint(
                              gauge(route.announced() ? 1 : 0, "prefix", route.prefix())));
            });
    announcements
        .peers()
        .forEach(
            (name, peer) -> peers.dataPoint(gauge(peer.page().isPresent() ? 1 : 0, "peer", name)));
    metrics
        .metricSnapshot(routes.build())
        .metricSnapshot(states.build())
        .metricSnapshot(held.build())
        .metricSnapshot(overruled.build())
        .metricSnapshot(peers.build());
    return this;
  }

  /** What the health checker thinks of itself. */
  public MetricsReport selfDoubt(
      HealthSnapshot health, List<CanaryState> canaries, ProbeMetrics probes) {
    CounterSnapshot.Builder verdicts =
        CounterSnapshot.builder()
            .name("popdns_health_verdicts")
            .help(
                "Many endpoints failed at once: frozen, confirmed by a canary, recovered, or"
                    + " expired and believed.");
    for (SelfDoubt.Kind kind : SelfDoubt.Kind.values()) {
      verdicts.dataPoint(counter(probes.verdicts(kind), "verdict", kind.label()));
    }
    GaugeSnapshot.Builder up =
        GaugeSnapshot.builder()
            .name("popdns_health_canary_up")
            .help("1 if the canary answered the last time.");
    for (CanaryState canary : canaries) {
      up.dataPoint(
          gauge(
              canary.status() == Status.UP ? 1 : 0,
              "canary",
              AddressFormat.of(canary.canary().tcp())));
    }
    metrics.metricSnapshot(verdicts.build()).metricSnapshot(up.build());
    return gauge(
            "popdns_health_suspicious",
            "1 while the checker suspects itself and keeps the last good state.",
            health.selfDoubt().freeze().isPresent() ? 1 : 0)
        .gauge(
            "popdns_health_frozen_endpoints",
            "Endpoints that are kept up although they fail.",
            health.keptCount());
  }

  private static HistogramDataPointSnapshot histogram(ProbeMetrics.Durations known, String check) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int bucket = 0; bucket < known.buckets.length; bucket++) {
      buckets.bucket(
          bucket < ProbeMetrics.BOUNDS_SECONDS.length
              ? ProbeMetrics.BOUNDS_SECONDS[bucket]
              : Double.POSITIVE_INFINITY,
          known.buckets[bucket]);
    }
    HistogramDataPointSnapshot.Builder point =
        HistogramDataPointSnapshot.builder().classicHistogramBuckets(buckets.build());
    point.sum(known.sumSeconds);
    point.labels(Labels.of("check", check));
    return point.build();
  }

  /** The whole as text. */
  public String toText() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, metrics.build(), EscapingScheme.DEFAULT);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private MetricsReport gauge(String name, String help, double value) {
    metrics.metricSnapshot(
        GaugeSnapshot.builder().name(name).help(help).dataPoint(gauge(value)).build());
    return this;
  }

  private static CounterSnapshot.CounterDataPointSnapshot counter(long value, String... labels) {
    return CounterSnapshot.CounterDataPointSnapshot.builder()
        .value((double) value)
        .labels(Labels.of(labels))
        .build();
  }

  private static GaugeSnapshot.GaugeDataPointSnapshot gauge(double value, String... labels) {
    return GaugeSnapshot.GaugeDataPointSnapshot.builder()
        .value(value)
        .labels(Labels.of(labels))
        .build();
  }

  private static long sum(List<WorkerCounters> workers, ToLongFunction<WorkerCounters> count) {
    return workers.stream().mapToLong(count).sum();
  }

  private static String typeName(int type) {
    return type == WorkerCounters.OTHER_TYPE ? "other" : RecordTypes.mnemonic(type);
  }
}
