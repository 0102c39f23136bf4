package org.popdns.control;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.popdns.admin.http.HttpGet;
import org.popdns.admin.http.HttpReply;
import org.popdns.admin.http.HttpRoute;
import org.popdns.announce.Announcements;
import org.popdns.announce.LeaseForms;
import org.popdns.answer.WorkerCounters;
import org.popdns.config.model.ServerSettings;
import org.popdns.fitness.Lease;
import org.popdns.fitness.Phase;
import org.popdns.health.HealthChecker;
import org.popdns.health.HealthSnapshot;
import org.popdns.impact.ClientSources;
import org.popdns.notify.Notifier;
import org.popdns.publish.PlanState;
import org.popdns.publish.Publisher;
import org.popdns.publish.Reloader;
import org.popdns.publish.Served;
import org.popdns.report.BuildInfo;
import org.popdns.report.KernelDrops;
import org.popdns.report.ProbeMetrics;
import org.popdns.report.StatusReport;
import org.popdns.report.metrics.MetricsPage;
import org.popdns.sample.HourSample;
import org.popdns.status.NodeStatus;
import org.popdns.status.StatusJson;
import org.popdns.time.Clocks;
import org.popdns.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the health endpoint and {@code popdns status} say. Read-only; each request is made anew on
 * the thread that serves it.
 *
 * @param phase the stage of the server's life
 * @param reloader knows the files, and what is stored
 * @param publisher knows what is served
 * @param counters of all workers
 * @param sample what is remembered of the queries
 * @param sources what says where their clients are
 * @param startedNanos the same as {@code startedAt}, by the monotonic clock
 */
record AdminPages(
    Supplier<Phase> phase,
    Reloader reloader,
    Publisher publisher,
    HealthChecker checker,
    ProbeMetrics probes,
    Transport transport,
    KernelDrops kernelDrops,
    Announcements announcements,
    Notifier notifier,
    List<WorkerCounters> counters,
    HourSample sample,
    ClientSources sources,
    Clocks clocks,
    Instant startedAt,
    long startedNanos) {

  private static final Logger log = LoggerFactory.getLogger(AdminPages.class);

  /** The pages of the health endpoint. */
  List<HttpRoute> routes() {
    return List.of(
        new HttpRoute("/livez", this::livez),
        new HttpRoute("/healthz", this::livez),
        new HttpRoute("/readyz", this::readyz),
        new HttpRoute("/lease/", this::lease),
        new HttpRoute(
            "/status", () -> HttpReply.json(200, StatusJson.of(status()).toPrettyString() + "\n")),
        new HttpRoute("/metrics", () -> new HttpReply(200, MetricsPage.CONTENT_TYPE, metrics())));
  }

  private HttpReply livez() {
    return listed(announcements.silentAddresses(), "ok\n");
  }

  private HttpReply readyz() {
    String notes =
        checker
            .snapshot()
            .selfDoubt()
            .freeze()
            .map(freeze -> "note: " + freeze.reason() + "\n")
            .orElse("");
    return listed(announcements.obstacles(), "ready\n" + notes);
  }

  private static HttpReply listed(List<String> complaints, String allWell) {
    return complaints.isEmpty()
        ? HttpReply.text(200, allWell)
        : HttpReply.text(503, String.join("\n", complaints) + "\n");
  }

  private HttpReply lease(HttpGet request) {
    String name = request.path().substring(request.path().lastIndexOf('/') + 1);
    Optional<Lease> lease = announcements.lease(name);
    if (lease.isEmpty()) {
      return HttpReply.text(404, announcements.unknown(name) + "\n");
    }
    return request.query().equals("format=text")
        ? HttpReply.text(200, LeaseForms.text(lease.get()))
        : HttpReply.json(200, LeaseForms.json(lease.get()).toPrettyString() + "\n");
  }

  /** All that the node tells of itself now. */
  NodeStatus status() {
    Served served = publisher.served();
    ServerSettings settings = served.configuration().server();
    List<PlanState> plans = served.planStates();
    HealthSnapshot health = checker.snapshot();
    // Behind all that is told, so that nothing of it is to come.
    StatusReport report = new StatusReport(clocks.nanos());
    return new NodeStatus(
        new NodeStatus.Identity(
            BuildInfo.version(),
            settings.site(),
            settings.node(),
            ProcessHandle.current().pid(),
            startedAt,
            Duration.ofNanos(clocks.nanos() - startedNanos)),
        phase.get().label(),
        announcements.obstacles(),
        report.transport(transport),
        report.configuration(
            reloader.file(),
            served.taken(),
            reloader.lastAttempt(),
            reloader.store().entries(),
            reloader.store().failure()),
        report.zones(served.zones().table().zones()),
        report.clusters(plans, served.configuration()),
        report.plans(plans, served.configuration()),
        report.endpoints(plans, health),
        report.checker(health, checker.canaries()),
        report.places(served, reloader.databases()),
        announcements.status(),
        notifier.status());
  }

  private String metrics() {
    return new MetricsPage(
            status(),
            counters,
            publisher.decisionKinds(),
            receiveBufferDrops(),
            transport,
            probes,
            sample.look(clocks.nanos()),
            reloader.lastChange(),
            reloader.refusals(),
            sources.counts())
        .toText();
  }

  private long receiveBufferDrops() {
    try {
      return kernelDrops.count();
    } catch (IOException e) {
      log.warn("the kernel's drops can't be read: {}", e.getMessage());
      return 0;
    }
  }
}
