package org.popdns.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.popdns.answer.Responder;
import org.popdns.answer.ServerIdentity;
import org.popdns.answer.WorkerCounters;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.ServerSettings;
import org.popdns.control.http.AdminHttpServer;
import org.popdns.control.http.HttpReply;
import org.popdns.control.http.HttpRoute;
import org.popdns.control.socket.ControlCommands;
import org.popdns.control.socket.ControlReply;
import org.popdns.control.socket.ControlRequestHandler;
import org.popdns.control.socket.ControlSocketServer;
import org.popdns.health.Endpoint;
import org.popdns.health.HealthChecker;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.ProbeTargets;
import org.popdns.health.Status;
import org.popdns.health.Transition;
import org.popdns.snapshot.SnapshotPublisher;
import org.popdns.snapshot.compile.ZoneTooLargeException;
import org.popdns.transport.NettyTransport;
import org.popdns.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A running nameserver: all its parts, in the order of their start and the reverse order of their
 * end. Started and closed by one thread; the parts run on threads of their own.
 *
 * <p>The start takes the node's lock, binds all sockets, so that what can't be had is said at once,
 * and then waits for the first round of checks: no query is answered before every endpoint's state
 * is known. Queries that come meanwhile wait in the sockets' buffers.
 */
public final class Nameserver implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Nameserver.class);
  private static final Duration SELF_QUERY_TIMEOUT = Duration.ofMillis(500);

  private final Configuration configuration;
  private final Path configurationFile;
  private final InstantSource clock;
  private final Instant startedAt;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final List<WorkerCounters> counters = new ArrayList<>();
  private final ProbeMetrics probeMetrics = new ProbeMetrics();
  private final AnswerPublisher answers;
  private final HealthChecker checker;
  private final Transport transport;
  private final SelfQuery selfQuery;
  private final KernelDrops kernelDrops;
  private final AdminHttpServer admin;
  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private @Nullable NodeLock lock;
  private @Nullable ControlSocketServer controlSocket;
  private volatile ServerPhase phase = ServerPhase.STARTING;
  private volatile Instant servedSince;

  private Nameserver(
      Configuration configuration,
      Path configurationFile,
      InstantSource clock,
      Map<String, ControlRequestHandler> moreCommands)
      throws IOException {
    this.configuration = configuration;
    this.configurationFile = configurationFile;
    this.clock = clock;
    startedAt = clock.instant();
    servedSince = startedAt;
    ServerSettings settings = configuration.server();
    try {
      lock = NodeLock.take(settings.admin().socket());
      SnapshotPublisher publisher = new SnapshotPublisher();
      answers = new AnswerPublisher(publisher, clock);
      ServerIdentity identity = new ServerIdentity(identity(settings));
      transport =
          NettyTransport.bind(
              settings.listen(),
              Runtime.getRuntime().availableProcessors(),
              worker -> responder(identity, worker),
              publisher);
      parts.push(transport);
      selfQuery = new SelfQuery(transport.addresses(), SELF_QUERY_TIMEOUT);
      kernelDrops = new KernelDrops(Path.of("/proc/net"), transport.addresses());
      checker = new HealthChecker(this::onTransition, probeMetrics);
      parts.push(checker);
      admin = AdminHttpServer.open(settings.admin().http(), routes());
      parts.push(admin);
      Map<String, ControlRequestHandler> commands = new HashMap<>(moreCommands);
      commands.put("status", request -> new ControlReply.Done(status().toJson()));
      commands.put("stop", request -> stopOnRequest());
      controlSocket =
          ControlSocketServer.open(settings.admin().socket(), new ControlCommands(commands));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts a nameserver and returns when it answers.
   *
   * @param configuration what to serve
   * @param configurationFile where it was read from, for the operator
   * @param moreCommands commands of the control socket beside {@code status} and {@code stop}
   * @throws IOException with one line for the operator if it can't start; nothing is left then
   * @throws InterruptedException if interrupted while waiting for the first checks
   */
  public static Nameserver start(
      Configuration configuration,
      Path configurationFile,
      Map<String, ControlRequestHandler> moreCommands)
      throws IOException, InterruptedException {
    Nameserver server =
        new Nameserver(configuration, configurationFile, InstantSource.system(), moreCommands);
    try {
      server.serve();
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void serve() throws IOException, InterruptedException {
    Set<Endpoint> endpoints =
        configuration
            .server()
            .site()
            .map(site -> ProbeTargets.of(configuration.topology(), site))
            .orElse(Set.of());
    try {
      checker.watch(endpoints).get();
    } catch (ExecutionException e) {
      throw new IOException("the health checker can't start: " + e.getCause(), e);
    }
    try {
      answers.serve(configuration, checker::snapshot);
    } catch (ZoneTooLargeException e) {
      throw new IOException(e.getMessage(), e);
    }
    servedSince = clock.instant();
    transport.start();
    phase = ServerPhase.SERVING;
  }

  private Responder responder(ServerIdentity identity, int worker) {
    WorkerCounters own = new WorkerCounters();
    counters.add(own);
    return new Responder(identity, own, worker);
  }

  private static String identity(ServerSettings settings) {
    return settings.site().map(site -> settings.node() + "." + site).orElse(settings.node());
  }

  private void onTransition(Transition transition, HealthSnapshot snapshot) {
    probeMetrics.onTransition(transition, snapshot);
    answers.update(snapshot);
  }

  private ControlReply stopOnRequest() {
    requestStop();
    ended.join();
    return new ControlReply.Done(JsonNodeFactory.instance.objectNode().put("stopped", true));
  }

  private List<HttpRoute> routes() {
    return List.of(
        new HttpRoute("/livez", this::livez),
        new HttpRoute("/healthz", this::livez),
        new HttpRoute("/readyz", this::readyz),
        new HttpRoute("/status", () -> HttpReply.json(200, status().toJson().toPrettyString())),
        new HttpRoute("/metrics", () -> new HttpReply(200, MetricsReport.CONTENT_TYPE, metrics())));
  }

  private HttpReply livez() {
    List<String> failures = phase == ServerPhase.SERVING ? selfQuery.failures() : List.of();
    return failures.isEmpty()
        ? HttpReply.text(200, "ok\n")
        : HttpReply.text(503, String.join("\n", failures) + "\n");
  }

  private HttpReply readyz() {
    Readiness readiness = readiness();
    return readiness.ready()
        ? HttpReply.text(200, "ready\n")
        : HttpReply.text(503, String.join("\n", readiness.reasons()) + "\n");
  }

  private Readiness readiness() {
    ServerPhase now = phase;
    List<String> failures = now == ServerPhase.SERVING ? selfQuery.failures() : List.of();
    return Readiness.of(now, answers.clusters(), failures);
  }

  private StatusReport status() {
    ServerSettings settings = configuration.server();
    return new StatusReport()
        .identity(settings.site(), settings.node(), startedAt, clock.instant())
        .readiness(phase, readiness())
        .transport(
            transport.name(),
            transport.addresses(),
            transport.workers(),
            transport.receiveBufferBytes())
        .configuration(configurationFile.toString(), servedSince)
        .zones(answers.zones())
        .clusters(answers.clusters(), checker.snapshot());
  }

  private String metrics() {
    long drops;
    try {
      drops = kernelDrops.count();
    } catch (IOException e) {
      log.warn("the kernel's drops can't be read: {}", e.getMessage());
      drops = 0;
    }
    return new MetricsReport()
        .build()
        .readiness(readiness())
        .workers(counters, answers.decisionKinds(), drops)
        .zones(answers.zones(), servedSince.toEpochMilli() / 1e3)
        .clusters(answers.clusters(), checker.snapshot(), probeMetrics)
        .toText();
  }

  /** The addresses that are answered on, with their real ports. */
  public List<InetSocketAddress> addresses() {
    return transport.addresses();
  }

  /** The health endpoint's address, with its real port. */
  public InetSocketAddress adminAddress() {
    return admin.address();
  }

  /** Says in one line of the log that queries are answered, and where. */
  public void announceReady() {
    ServerSettings settings = configuration.server();
    HealthSnapshot health = checker.snapshot();
    log.info(
        "ready: node {}{} answers on {} (UDP and TCP, {} workers); {} zones; {} of {} endpoints up;"
            + " health endpoint http://{}",
        settings.node(),
        settings.site().map(site -> " at site " + site).orElse(""),
        transport.addresses().stream().map(AddressText::of).collect(Collectors.joining(", ")),
        transport.workers(),
        answers.zones().size(),
        health.states().stream().filter(state -> state.status() == Status.UP).count(),
        health.states().size(),
        AddressText.of(admin.address()));
  }

  /** How many workers answer. */
  public int workers() {
    return transport.workers();
  }

  /** Asks for the end; returns at once. Any thread, any number of times. */
  public void requestStop() {
    stopRequested.countDown();
  }

  /** Returns when the end was asked for. */
  public void awaitStopRequest() throws InterruptedException {
    stopRequested.await();
  }

  /** Ends all parts, the last started first. What one part can't end well is logged. */
  @Override
  public void close() {
    phase = ServerPhase.STOPPING;
    stopRequested.countDown();
    parts.forEach(Nameserver::close);
    parts.clear();
    // The control socket goes last: who asked for the end is told when all else has ended.
    ended.complete(null);
    close(controlSocket);
    controlSocket = null;
    close(lock);
    lock = null;
  }

  private static void close(@Nullable AutoCloseable part) {
    if (part == null) {
      return;
    }
    try {
      part.close();
    } catch (Exception e) {
      log.warn("at the end: {}", e.getMessage(), e);
    }
  }
}
