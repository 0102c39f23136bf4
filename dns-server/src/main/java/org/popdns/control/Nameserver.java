package org.popdns.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.popdns.admin.http.AdminHttpServer;
import org.popdns.admin.socket.ControlCommands;
import org.popdns.admin.socket.ControlReply;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.admin.socket.ControlRequestHandler;
import org.popdns.admin.socket.ControlSocketServer;
import org.popdns.announce.AnnouncementCommands;
import org.popdns.announce.Announcements;
import org.popdns.announce.StatusListener;
import org.popdns.announce.Surroundings;
import org.popdns.answer.QueryTap;
import org.popdns.answer.Responder;
import org.popdns.answer.ServerCookies;
import org.popdns.answer.ServerIdentity;
import org.popdns.answer.WorkerCounters;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.ServerSettings;
import org.popdns.config.model.WorkerSettings.Placement;
import org.popdns.config.write.AddressFormat;
import org.popdns.events.Event;
import org.popdns.events.EventJson;
import org.popdns.events.HealthEvents;
import org.popdns.events.Journal;
import org.popdns.explain.ExplainRequest;
import org.popdns.explain.MapRequest;
import org.popdns.explain.ServedAnswers;
import org.popdns.explain.Situation;
import org.popdns.fitness.Phase;
import org.popdns.health.HealthChecker;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.Status;
import org.popdns.impact.ClientSources;
import org.popdns.impact.ServedImpact;
import org.popdns.notify.Notifier;
import org.popdns.notify.delivery.Sender;
import org.popdns.orders.DrainFile;
import org.popdns.orders.Drains;
import org.popdns.publish.DryRun;
import org.popdns.publish.FileWatch;
import org.popdns.publish.FirstConfiguration;
import org.popdns.publish.Publisher;
import org.popdns.publish.ReloadReport;
import org.popdns.publish.ReloadRequest;
import org.popdns.publish.Reloader;
import org.popdns.publish.Removals;
import org.popdns.publish.RunningConfiguration;
import org.popdns.publish.Served;
import org.popdns.report.BuildInfo;
import org.popdns.report.KernelDrops;
import org.popdns.report.ProbeMetrics;
import org.popdns.sample.HourSample;
import org.popdns.sample.QuerySampling;
import org.popdns.state.NodeLock;
import org.popdns.state.StateDisk;
import org.popdns.state.StateFiles;
import org.popdns.status.StatusJson;
import org.popdns.time.Clocks;
import org.popdns.time.Moment;
import org.popdns.transport.LinuxEchoSockets;
import org.popdns.transport.ServiceTransport;
import org.popdns.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

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

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final List<WorkerCounters> counters = new ArrayList<>();
  private final List<QueryTap> taps = new ArrayList<>();
  private final HourSample sample = new HourSample(new SplittableRandom());
  private final ProbeMetrics probeMetrics = new ProbeMetrics();
  private final Publisher publisher;
  private final HealthChecker checker;
  private final Transport transport;
  private final ClientSources sources;
  private final Reloader reloader;
  private final ServedImpact impact;
  private final AdminHttpServer admin;
  private final Announcements announcements;
  private final Notifier notifier;
  private final Journal journal;
  private final Clocks clocks;
  private final Moment begun;
  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private @Nullable NodeLock lock;
  private @Nullable ControlSocketServer controlSocket;
  private boolean servedOnce;
  private volatile Phase phase = Phase.STARTING;

  /** When the files are read again beside {@code popdns reload} and SIGHUP. */
  public enum ReloadTrigger {
    /** Never. */
    ON_REQUEST,
    /** When they have changed. */
    ON_FILE_CHANGE
  }

  private Nameserver(
      FirstConfiguration first, Clocks clocks, Map<String, ControlRequestHandler> moreCommands)
      throws IOException {
    ServerSettings settings = first.configuration().server();
    this.clocks = clocks;
    begun = clocks.moment();
    try {
      lock = NodeLock.take(settings.admin().socket());
      StateFiles files = stateFiles(first);
      StateDisk disk = new StateDisk();
      parts.push(disk);
      journal = new Journal(files.history(), disk);
      publisher = new Publisher(first.taken(clocks.moment()), journal, clocks);
      ServerIdentity identity = new ServerIdentity(identity(settings));
      ServerCookies cookies = new ServerCookies(clocks.wall());
      transport =
          ServiceTransport.bind(
              settings.listen(),
              settings.workers(),
              worker -> responder(identity, cookies, worker),
              publisher.root());
      parts.push(transport);
      parts.push(publisher);
      HealthNews news = new HealthNews();
      news.tell(new HealthEvents(journal));
      news.tell(probeMetrics);
      news.tell(publisher);
      checker = new HealthChecker(news, probeMetrics, new LinuxEchoSockets(), clocks);
      parts.push(checker);
      sources = new ClientSources(publisher::served, clocks);
      impact = new ServedImpact(checker::snapshot, sample, clocks);
      notifier =
          new Notifier(
              new Sender(settings.node(), settings.site()),
              new NotifierWatch(publisher, checker),
              first.store().map(store -> store.beside("notify")),
              disk,
              clocks,
              new SplittableRandom()::nextDouble);
      parts.push(notifier);
      journal.tell(notifier);
      reloader = new Reloader(first, checker, publisher, journal, impact, clocks);
      Surroundings surroundings =
          new NodeSurroundings(
              () -> phase, publisher, checker, transport, identity.ownMark(), clocks);
      announcements =
          new Announcements(
              surroundings,
              counters,
              journal,
              new Drains(new DrainFile(files.drains()), disk, clocks),
              clocks);
      parts.push(announcements);
      publisher.tell(announcements::wake);
      Optional<InetSocketAddress> statusAddress = first.configuration().statusAddress();
      if (statusAddress.isPresent()) {
        parts.push(openStatus(statusAddress.get(), surroundings));
      }
      AdminPages pages = pages(clocks);
      admin = openAdmin(settings.admin().http(), pages);
      parts.push(admin);
      Map<String, ControlRequestHandler> commands = new HashMap<>(moreCommands);
      commands.put("status", request -> new ControlReply.Done(StatusJson.of(pages.status())));
      commands.put("reload", this::reload);
      commands.put(
          RunningConfiguration.COMMAND,
          request -> RunningConfiguration.answer(reloader, publisher.served()));
      commands.put(
          ExplainRequest.COMMAND,
          request ->
              ExplainRequest.answer(request, explained(), journal.events(), clocks.moment()));
      commands.put(
          MapRequest.COMMAND,
          request -> MapRequest.answer(request, explained(), journal.events(), clocks.moment()));
      new AnnouncementCommands(announcements).addTo(commands);
      commands.put("history", request -> new ControlReply.Done(EventJson.of(journal.events())));
      new NotifyCommands(notifier).addTo(commands);
      commands.put("stop", request -> stop());
      controlSocket =
          ControlSocketServer.open(settings.admin().socket(), new ControlCommands(commands));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private static AdminHttpServer openAdmin(InetSocketAddress address, AdminPages pages)
      throws IOException {
    try {
      return AdminHttpServer.open(address, pages.routes());
    } catch (IOException e) {
      throw new IOException("health endpoint (admin.http) " + e.getMessage(), e);
    }
  }

  private StatusListener openStatus(InetSocketAddress address, Surroundings surroundings)
      throws IOException {
    try {
      return StatusListener.open(address, surroundings, announcements);
    } catch (IOException e) {
      throw new IOException("status of this node (nodes) " + e.getMessage(), e);
    }
  }

  private static StateFiles stateFiles(FirstConfiguration first) {
    return new StateFiles(
        first.store().map(store -> store.beside("history")),
        first.store().map(store -> store.beside("drains")));
  }

  private AdminPages pages(Clocks clocks) {
    return new AdminPages(
        () -> phase,
        reloader,
        publisher,
        checker,
        probeMetrics,
        transport,
        new KernelDrops(Path.of("/proc/net"), transport.addresses()),
        announcements,
        notifier,
        counters,
        sample,
        sources,
        clocks,
        clocks.now(),
        clocks.nanos());
  }

  /**
   * Starts a nameserver and returns when it answers.
   *
   * @param first what to serve first
   * @param trigger when to read the files again
   * @param moreCommands commands of the control socket beside the server's own
   * @param clocks by which all of its parts run
   * @throws IOException with one line for the operator if it can't start; nothing is left then
   * @throws InterruptedException if interrupted while waiting for the first checks
   */
  public static Nameserver start(
      FirstConfiguration first,
      ReloadTrigger trigger,
      Map<String, ControlRequestHandler> moreCommands,
      Clocks clocks)
      throws IOException, InterruptedException {
    Nameserver server = new Nameserver(first, clocks, moreCommands);
    try {
      server.reloader.serveFirst();
      server.transport.start();
      server.phase = Phase.SERVING;
      server.servedOnce = true;
      server.journal.add(
          new Event.ServerStarted(
              server.clocks.now(),
              BuildInfo.version(),
              server.publisher.served().taken().origin().label(),
              server.begun.age(server.clocks.nanos())));
      server.announcements.start();
      server.reloader.keepFirst();
      server.sampleQueries();
      server.parts.push(
          new FileWatch(
              "popdns-places",
              () -> server.reloader.databases().files(),
              server.reloader::followDatabases));
      if (trigger == ReloadTrigger.ON_FILE_CHANGE) {
        server.parts.push(
            new FileWatch("popdns-files", server.reloader::files, server::requestReload));
      }
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void sampleQueries() {
    QuerySampling sampling =
        new QuerySampling(
            taps,
            () -> publisher.served().configuration().server().change().samplesQueries(),
            sample,
            sources,
            clocks);
    parts.push(sampling);
    sampling.start();
  }

  private Responder responder(ServerIdentity identity, ServerCookies cookies, int worker) {
    WorkerCounters own = new WorkerCounters();
    counters.add(own);
    Responder responder = new Responder(identity, cookies, own, worker);
    taps.add(responder.tap());
    return responder;
  }

  private static String identity(ServerSettings settings) {
    return settings.site().map(site -> settings.node() + "." + site).orElse(settings.node());
  }

  /**
   * Reads the files and serves them if they are right and remove little; returns when that is done.
   * What came of it is in the log.
   */
  public void requestReload() {
    try {
      reloader.reload(ReloadRequest.UNASKED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What explanations explain. */
  private Situation explained() {
    Served served = publisher.served();
    return new Situation(
        served.configuration(),
        checker.snapshot(),
        served.regions(),
        new ServedAnswers(served.snapshot(), publisher.slotKeys()),
        served.limits());
  }

  private ControlReply reload(ControlRequest request) {
    Optional<String> removal = request.text("removal");
    if (removal.filter(word -> !word.equals("allow")).isPresent()) {
      return new ControlReply.Failed("'removal' is 'allow', or it is left out");
    }
    OptionalInt maxChange;
    try {
      maxChange = percent(request.text("maxChange"));
    } catch (NumberFormatException e) {
      return new ControlReply.Failed("'maxChange' is a number from 0 to 100");
    }
    ReloadRequest allowed =
        new ReloadRequest(removal.isPresent() ? Removals.ALLOWED : Removals.LIMITED, maxChange);
    if (phase != Phase.SERVING) {
      return new ControlReply.Failed("the server is " + phase.label());
    }
    try {
      return new ControlReply.Done(
          request.text("dryRun").isPresent()
              ? dryRun(allowed)
              : ReloadReport.of(reloader.reload(allowed)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ControlReply.Failed("interrupted");
    }
  }

  private static OptionalInt percent(Optional<String> text) {
    return text.stream().mapToInt(Integer::parseInt).findFirst();
  }

  private ObjectNode dryRun(ReloadRequest request) throws InterruptedException {
    Served served = publisher.served();
    DryRun run = reloader.dryRun(request);
    ObjectNode report = ReloadReport.of(run);
    impact.addTo(report, served, run);
    return report;
  }

  private ControlReply stop() {
    requestStop();
    ended.join();
    return new ControlReply.Done(JsonNodeFactory.instance.objectNode().put("stopped", true));
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
    Configuration configuration = publisher.served().configuration();
    ServerSettings settings = configuration.server();
    HealthSnapshot health = checker.snapshot();
    log.info(
        "ready: node {}{} answers on {} (UDP by {} and TCP, {} {}workers each); zones: {}{};"
            + " endpoints up: {} of {}; health endpoint http://{}",
        settings.node(),
        settings.site().map(site -> " at site " + site).orElse(""),
        transport.addresses().stream().map(AddressFormat::of).collect(Collectors.joining(", ")),
        transport.name(),
        transport.workers(),
        transport.placement() == Placement.PINNED ? "pinned " : "",
        configuration.zones().size(),
        configuration.failed().isEmpty()
            ? ""
            : ", and " + configuration.failed().size() + " that can't be served",
        health.states().stream().filter(state -> state.status() == Status.UP).count(),
        health.states().size(),
        AddressFormat.of(admin.address()));
  }

  /** How many workers answer. */
  public int workers() {
    return transport.workers();
  }

  /** Asks for the end; returns at once. Any thread, any number of times. */
  public void requestStop() {
    log.info("stopping");
    stopRequested.countDown();
  }

  /** Returns when the end was asked for. */
  public void awaitStopRequest() throws InterruptedException {
    stopRequested.await();
  }

  /**
   * Sends traffic elsewhere before the end. Returns when the time is over, or at once if nothing is
   * announced; queries are answered meanwhile.
   */
  public void leave(Duration time) throws InterruptedException {
    announcements.leave(time);
  }

  /** Ends all parts, the last started first. What one part can't end well is logged. */
  @Override
  public void close() {
    phase = Phase.STOPPING;
    stopRequested.countDown();
    if (servedOnce) {
      journal.add(new Event.ServerStopped(clocks.now()));
    }
    parts.forEach(Nameserver::close);
    parts.clear();
    // The control socket goes last: who asked for the end is told when all else has ended.
    ended.complete(null);
    if (servedOnce) {
      log.info("stopped: no query is answered any more");
    }
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
