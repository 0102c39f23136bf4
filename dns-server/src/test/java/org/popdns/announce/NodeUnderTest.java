package org.popdns.announce;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.popdns.answer.OwnMark;
import org.popdns.answer.Responder;
import org.popdns.answer.ServerCookies;
import org.popdns.answer.ServerIdentity;
import org.popdns.answer.WorkerCounters;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.UdpPath;
import org.popdns.config.model.WorkerSettings;
import org.popdns.config.model.WorkerSettings.Placement;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.events.Journal;
import org.popdns.fitness.Lease;
import org.popdns.fitness.Phase;
import org.popdns.harness.SetClocks;
import org.popdns.harness.TestServer;
import org.popdns.orders.DrainFile;
import org.popdns.orders.Drains;
import org.popdns.snapshot.Snapshot;
import org.popdns.state.StateDisk;
import org.popdns.state.StateFiles;
import org.popdns.transport.BindFailedException;
import org.popdns.transport.ServiceTransport;

/**
 * A node at both loopback addresses, each with two workers of its own, whose clocks and sockets a
 * test takes in hand; it announces them, or nothing. It has no zone, so it is asked for its own
 * name.
 */
final class NodeUnderTest implements Surroundings, AutoCloseable {

  private static final int WORKERS = 2;
  private static final String ANNOUNCE =
      "announce: {images: {prefixes: [127.0.0.0/8, \"::1/128\"], hold-up: 0s}}\n";

  private final List<WorkerCounters> counters = new ArrayList<>();
  private final List<ServiceTransport> transports = new ArrayList<>();
  private final List<Integer> firstCounters = new ArrayList<>();
  private final List<InetSocketAddress> addresses = new ArrayList<>();
  private final SetClocks clocks = new SetClocks();
  private final AtomicReference<Optional<String>> emptiness =
      new AtomicReference<>(Optional.empty());
  private final ServerIdentity identity = new ServerIdentity("test");
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicReference<Optional<Thread>> blocked = new AtomicReference<>(Optional.empty());
  private final AtomicReference<List<String>> complaints = new AtomicReference<>(List.of());
  private volatile Phase phase = Phase.SERVING;
  private volatile Configuration configuration;
  private final Path folder;
  private final StateDisk disk = new StateDisk();
  private final Announcements announcements;

  /** A node that announces both addresses. */
  NodeUnderTest(Path folder, StateFiles files) throws IOException {
    this(folder, files, ANNOUNCE);
  }

  /** A node that announces nothing. */
  static NodeUnderTest withoutAnnouncements(Path folder) throws IOException {
    return new NodeUnderTest(folder, new StateFiles(Optional.empty(), Optional.empty()), "");
  }

  private NodeUnderTest(Path folder, StateFiles files, String announce) throws IOException {
    this.folder = folder;
    configuration = configuration(announce);
    for (InetSocketAddress listen : configuration.server().listen()) {
      bind(listen);
    }
    announcements =
        new Announcements(
            this,
            counters,
            new Journal(files.history(), disk),
            new Drains(new DrainFile(files.drains()), disk, clocks.clocks()),
            clocks.clocks());
    announcements.start();
  }

  private Configuration configuration(String announce) throws IOException {
    Path file = TestServer.write(folder, Optional.empty(), Optional.empty(), Map.of());
    Files.writeString(
        file,
        Files.readString(file).replace("[\"127.0.0.1:0\"]", "[\"127.0.0.1:0\", \"[::1]:0\"]")
            + announce);
    return new ConfigurationLoader(Map.of(), () -> "ns1")
        .load(file, ConfigurationLoader.Overrides.NONE)
        .configuration()
        .orElseThrow();
  }

  /** A reload: both addresses are announced from now on. */
  void announces() throws IOException {
    configuration = configuration(ANNOUNCE);
    announcements.wake();
  }

  /** A reload: nothing is announced from now on. */
  void announcesNothing() throws IOException {
    configuration = configuration("");
    announcements.wake();
  }

  private void bind(InetSocketAddress listen) throws BindFailedException {
    ServerCookies cookies = new ServerCookies(this::blockingClock);
    firstCounters.add(counters.size());
    ServiceTransport transport =
        ServiceTransport.bind(
            List.of(listen),
            new WorkerSettings(OptionalInt.of(WORKERS), Placement.FREE, UdpPath.AUTO),
            worker -> {
              WorkerCounters own = new WorkerCounters();
              counters.add(own);
              return new Responder(identity, cookies, own, worker);
            },
            () -> Snapshot.EMPTY);
    transports.add(transport);
    addresses.add(transport.addresses().getFirst());
    transport.start();
  }

  /** Asked by the worker that answers a query with a cookie: it does not come back. */
  private Instant blockingClock() {
    if (blocked.compareAndSet(Optional.empty(), Optional.of(Thread.currentThread()))) {
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return Instant.now();
  }

  @Override
  public Phase phase() {
    return phase;
  }

  @Override
  public List<InetSocketAddress> addresses() {
    return addresses;
  }

  @Override
  public List<Integer> workersAt(InetSocketAddress address) {
    int at = addresses.indexOf(address);
    return transports.get(at).workersAt(address).stream()
        .map(n -> firstCounters.get(at) + n)
        .toList();
  }

  @Override
  public OwnMark ownMark() {
    return identity.ownMark();
  }

  @Override
  public Moment now() {
    return new Now(configuration, emptiness.get(), complaints.get());
  }

  private record Now(
      Configuration configuration, Optional<String> emptiness, List<String> clusterComplaints)
      implements Moment {

    @Override
    public List<String> clusterComplaints(List<String> required) {
      return List.of();
    }
  }

  /** Clusters complain, of those that need not be required by an announcement. */
  void complains(String... complaints) {
    this.complaints.set(List.of(complaints));
    announcements.wake();
  }

  /** The server's life goes on to this. */
  void enters(Phase next) {
    phase = next;
  }

  /** Why the node serves nothing; empty if it serves. */
  void serves(Optional<String> nothingBecause) {
    emptiness.set(nothingBecause);
  }

  /** What all workers counted. */
  List<WorkerCounters> counters() {
    return counters;
  }

  Announcements announcements() {
    return announcements;
  }

  Lease lease() {
    return announcements.lease("images").orElseThrow();
  }

  /** The families that the lease announces. */
  List<String> announced() {
    return lease().routes().stream()
        .filter(Lease.Route::announced)
        .map(route -> route.family().label())
        .toList();
  }

  void awaitAnnounced(String... families) {
    await().atMost(Duration.ofSeconds(20)).until(() -> announced().equals(List.of(families)));
  }

  /** By which the node runs. */
  SetClocks clocks() {
    return clocks;
  }

  /** The sockets of an address are closed. */
  void closes(int address) {
    transports.get(address).close();
  }

  /** The worker that answers a query with a cookie has stopped; null before one came. */
  Optional<Thread> blocked() {
    return blocked.get();
  }

  @Override
  public void close() {
    announcements.close();
    disk.close();
    release.countDown();
    transports.forEach(ServiceTransport::close);
  }
}
