package org.popdns.control.announce;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.popdns.answer.WorkerCounters;
import org.popdns.config.model.Announcement;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Topology;
import org.popdns.config.write.AddressFormat;
import org.popdns.fitness.AnnouncementGate;
import org.popdns.fitness.Claim;
import org.popdns.fitness.Decision;
import org.popdns.fitness.Decision.Preference;
import org.popdns.fitness.DrainOrder;
import org.popdns.fitness.Family;
import org.popdns.fitness.FitnessState;
import org.popdns.fitness.LastSiteGuard;
import org.popdns.fitness.Lease;
import org.popdns.fitness.NodeName;
import org.popdns.fitness.Observation;
import org.popdns.fitness.PeerReading;
import org.popdns.health.SelfDoubt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Judges every announcement ten times a second and whenever health changes, on a thread of its own,
 * and gives leases by the last judgement. Its other methods may be called from any thread. What
 * changes in it is one gate per announcement, the operator's drains and what was read of the peers.
 */
public final class Announcements implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Announcements.class);

  private static final Duration TICK = Duration.ofMillis(100);
  private static final int VALID_SECONDS = 3;
  private static final Duration JUDGEMENT_STALE_AFTER = Duration.ofSeconds(2);
  private static final int LEAST_PREFERRED_PREPEND = 3;
  private static final int LEAST_PREFERRED_MED = 1000;

  /** RFC 8326 §3: GRACEFUL_SHUTDOWN. */
  private static final String GRACEFUL_SHUTDOWN = "65535:0";

  private static final Duration LONG_AGO = Duration.ofDays(1);

  private final Surroundings surroundings;
  private final InstantSource clock;
  private final SelfCheck selfCheck;
  private final PeerReader peers = new PeerReader();
  private final Journal journal;
  private final DrainFile drainFile;
  private final Map<String, Drain> drains;
  private final Map<String, Long> drainStartNanos = new HashMap<>();
  private final Map<String, Track> tracks = new LinkedHashMap<>();
  private final ScheduledExecutorService judge =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("popdns-fitness").factory());
  private final ScheduledExecutorService asker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("popdns-self-query").factory());
  private @Nullable Configuration known;
  private @Nullable DrainOrder leaving;
  private boolean left;
  private volatile Judged judged = new Judged(Map.of(), System.nanoTime());

  /** An announcement's gate and what came of its last step. Immutable. */
  private record Track(
      Announcement entry,
      AnnouncementGate gate,
      LastSiteGuard guard,
      Decision decision,
      Instant since,
      Instant stateSince) {}

  /** All tracks at one moment. */
  private record Judged(Map<String, Track> tracks, long atNanos) {}

  /**
   * Judges nothing before {@link #start}.
   *
   * @param workers the workers' counters, in the workers' order
   * @param files where changes and drains are kept
   */
  public Announcements(
      Surroundings surroundings,
      List<WorkerCounters> workers,
      StateFiles files,
      InstantSource clock) {
    this.surroundings = surroundings;
    this.clock = clock;
    this.selfCheck = new SelfCheck(surroundings, new WorkerCounts(workers));
    this.journal = new Journal(files.history());
    this.drainFile = new DrainFile(files.drains());
    this.drains = new LinkedHashMap<>(drainFile.read());
    drains
        .keySet()
        .forEach(name -> drainStartNanos.put(name, System.nanoTime() - LONG_AGO.toNanos()));
  }

  /** Begins to ask and to judge. */
  public void start() {
    var _ =
        asker.scheduleWithFixedDelay(
            () -> guarded("the self-query", selfCheck::round),
            0,
            SelfCheck.INTERVAL.toMillis(),
            TimeUnit.MILLISECONDS);
    var _ =
        judge.scheduleAtFixedRate(
            () -> guarded("the judgement of fitness", this::judge),
            0,
            TICK.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  // An executor drops a task that throws; what is then stale withdraws the routes.
  private static void guarded(String what, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException bug) {
      log.error("{} failed", what, bug);
    }
  }

  /** Judges at once, since something changed. Returns at once. */
  public void wake() {
    try {
      judge.execute(() -> guarded("the judgement of fitness", this::judge));
    } catch (RejectedExecutionException ended) {
      log.debug("a change at the end", ended);
    }
  }

  private synchronized void judge() {
    Configuration configuration = surroundings.configuration();
    if (isNew(configuration)) {
      reconfigure(configuration);
      known = configuration;
    }
    boolean ready =
        surroundings.phase() == Surroundings.Phase.SERVING && selfCheck.isKnown() && !left;
    long now = System.nanoTime();
    endDrains();
    if (ready) {
      Map<NodeName, PeerReader.Reading> readings = peers.readings();
      for (Track track : List.copyOf(tracks.values())) {
        step(track, now, readings);
      }
    }
    judged = new Judged(Map.copyOf(tracks), now);
  }

  @SuppressWarnings("ReferenceEquality") // Ten times a second: the same object is enough to know.
  private boolean isNew(Configuration configuration) {
    return configuration != known;
  }

  private void reconfigure(Configuration configuration) {
    Topology topology = configuration.topology();
    NodeName self = self(configuration);
    Map<NodeName, InetSocketAddress> others = new LinkedHashMap<>();
    topology
        .sites()
        .forEach(
            (site, value) ->
                value
                    .nodes()
                    .forEach((node, address) -> others.put(new NodeName(site, node), address)));
    boolean isListed = others.remove(self) != null;
    Map<String, Announcement> entries = configuration.server().announce();
    if (!entries.isEmpty() && !isListed && topology.sites().size() > 1) {
      log.warn(
          "the clusters file gives no status address for node {}: the other sites can't count on it",
          self);
    }
    peers.read(entries.isEmpty() ? Map.of() : others);
    tracks.keySet().retainAll(entries.keySet());
    entries.forEach(
        (name, entry) -> {
          LastSiteGuard guard = new LastSiteGuard(self, entry.keepSites(), others.keySet());
          Track former = tracks.get(name);
          Instant now = clock.instant();
          tracks.put(
              name,
              former == null
                  ? new Track(
                      entry, new AnnouncementGate(entry, guard), guard, starting(), now, now)
                  : new Track(
                      entry,
                      former.gate().reconfigured(entry, guard),
                      guard,
                      former.decision(),
                      former.since(),
                      former.stateSince()));
        });
  }

  private static NodeName self(Configuration configuration) {
    return new NodeName(configuration.server().site().orElse(""), configuration.server().node());
  }

  private static Decision starting() {
    return notAnnounced("starting: the first checks are not over");
  }

  private static Decision notAnnounced(String reason) {
    return new Decision(
        FitnessState.UNFIT,
        Set.of(),
        Preference.NORMAL,
        Claim.NONE,
        List.of(reason),
        Optional.empty(),
        Optional.empty());
  }

  private void step(Track track, long now, Map<NodeName, PeerReader.Reading> readings) {
    String name = track.entry().name();
    Map<NodeName, PeerReading> read = new HashMap<>();
    readings.forEach((peer, reading) -> read.put(peer, reading.of(name)));
    Decision decision =
        track
            .gate()
            .step(
                now,
                new Observation(
                    selfCheck.silent(track.entry()),
                    surroundings.clusterComplaints(track.entry().requires()),
                    order(name),
                    selfCheck.queriesPerSecond(),
                    read));
    if (decision.drainRefused().isPresent() && leaving == null) {
      undrain(name);
    }
    Decision before = track.decision();
    if (decision.equals(before)) {
      return;
    }
    Instant at = clock.instant();
    boolean same =
        decision.state() == before.state()
            && decision.announced().equals(before.announced())
            && decision.preference() == before.preference()
            && decision.held().isPresent() == before.held().isPresent();
    tracks.put(
        name,
        new Track(
            track.entry(),
            track.gate(),
            track.guard(),
            decision,
            at,
            same ? track.stateSince() : at));
    if (!same) {
      record(name, track, decision, at);
    }
  }

  private Optional<DrainOrder> order(String name) {
    DrainOrder stopping = leaving;
    if (stopping != null) {
      return Optional.of(stopping);
    }
    Drain drain = drains.get(name);
    Long started = drainStartNanos.get(name);
    return drain == null || started == null
        ? Optional.empty()
        : Optional.of(
            new DrainOrder(
                drain.reason(), started, DrainOrder.COMMUNITY_FOR, DrainOrder.PREPEND_FOR));
  }

  private void record(String name, Track before, Decision after, Instant at) {
    double lasted = Duration.between(before.stateSince(), at).toMillis() / 1e3;
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    change.put("at", at.toString()).put("announcement", name);
    change.put("from", before.decision().state().label()).put("to", after.state().label());
    change.put("routes", routes(after)).put("preference", after.preference().label());
    change.put("reason", after.reason()).put("lastedSeconds", lasted);
    journal.add(change);
    String line =
        "announcement %s: %s, %s, preference %s: %s (before: %s for %.1f s)"
            .formatted(
                name,
                after.state().label(),
                routes(after),
                after.preference().label(),
                after.reason(),
                before.decision().state().label(),
                lasted);
    if (after.state() == FitnessState.UNFIT) {
      log.error("{}", line);
    } else {
      log.info("{}", line);
    }
  }

  /** The health checker has judged itself: that belongs into the history. Returns at once. */
  public void recordChecker(SelfDoubt.Verdict verdict) {
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    change.put("at", verdict.at().toString()).put("checker", verdict.kind().label());
    change.put("reason", verdict.text());
    try {
      judge.execute(() -> guarded("the history", () -> journal.add(change)));
    } catch (RejectedExecutionException ended) {
      log.debug("a verdict at the end", ended);
    }
  }

  private static String routes(Decision decision) {
    return decision.announced().isEmpty()
        ? "withdrawn"
        : "announced "
            + String.join("+", decision.announced().stream().sorted().map(Family::label).toList());
  }

  private void endDrains() {
    Instant now = clock.instant();
    for (Drain drain : List.copyOf(drains.values())) {
      if (drain.isOver(now)) {
        log.info("the drain of {} is over", drain.announcement());
        undrain(drain.announcement());
      }
    }
  }

  /** The names of the announcements. */
  public List<String> names() {
    return surroundings.configuration().server().announce().keySet().stream().toList();
  }

  /** The lease of an announcement; empty if there is no such announcement. */
  public Optional<Lease> lease(String name) {
    Judged last = judged;
    Announcement entry = surroundings.configuration().server().announce().get(name);
    return Optional.ofNullable(entry).map(known -> lease(known, last));
  }

  private Lease lease(Announcement entry, Judged last) {
    Configuration configuration = surroundings.configuration();
    Track track = last.tracks().get(entry.name());
    Decision decision = track == null ? starting() : track.decision();
    long age = System.nanoTime() - last.atNanos();
    if (surroundings.phase() == Surroundings.Phase.STOPPING || left) {
      decision = notAnnounced("stopping");
    } else if (age > JUDGEMENT_STALE_AFTER.toNanos()) {
      decision =
          notAnnounced("fitness was last judged " + Duration.ofNanos(age).toSeconds() + " s ago");
    }
    Decision current = decision;
    boolean least = current.preference() == Preference.LEAST && !current.announced().isEmpty();
    boolean graceful =
        !current.announced().isEmpty()
            && (current.preference() == Preference.GRACEFUL_SHUTDOWN
                || (least && current.state() == FitnessState.DRAINING));
    NodeName self = self(configuration);
    Question question = Question.of(configuration);
    return new Lease(
        entry.name(),
        self.site(),
        self.node(),
        entry.prefixes().stream()
            .map(
                prefix ->
                    new Lease.Route(
                        prefix, current.announced().contains(Family.of(prefix.network()))))
            .toList(),
        least ? LEAST_PREFERRED_PREPEND : 0,
        least ? LEAST_PREFERRED_MED : 0,
        graceful ? List.of(GRACEFUL_SHUTDOWN) : List.of(),
        VALID_SECONDS,
        current.reason(),
        track == null ? clock.instant() : track.since(),
        selfCheck.addresses(entry).stream()
            .map(
                address ->
                    new Lease.Query(address, question.name().toString(), question.typeName()))
            .toList());
  }

  /** Why the node is not announced as a whole, one line for each announcement without a route. */
  public List<String> withdrawn() {
    List<String> withdrawn = new ArrayList<>();
    for (String name : names()) {
      lease(name)
          .filter(lease -> !lease.announces())
          .ifPresent(lease -> withdrawn.add("announcement " + name + ": " + lease.reason()));
    }
    return withdrawn;
  }

  /**
   * Orders a drain. Returns at once; {@link #status} tells how it goes on.
   *
   * @return why it is not done; empty if it goes on
   */
  public synchronized Optional<String> drain(String name, String reason, Optional<Duration> lasts) {
    Track track = tracks.get(name);
    if (track == null) {
      return Optional.of(unknown(name));
    }
    if (!track.decision().announced().isEmpty() && !drains.containsKey(name)) {
      Map<NodeName, PeerReading> read = new HashMap<>();
      peers.readings().forEach((peer, reading) -> read.put(peer, reading.of(name)));
      String shortage = track.guard().shortage(System.nanoTime(), read);
      if (!shortage.isEmpty()) {
        return Optional.of(name + " is not drained: " + shortage);
      }
    }
    Instant now = clock.instant();
    drains.put(name, new Drain(name, reason, now, lasts.map(now::plus)));
    drainStartNanos.putIfAbsent(name, System.nanoTime());
    wake();
    return drainFile.write(drains);
  }

  /** Ends a drain; false if there was none. */
  public synchronized boolean undrain(String name) {
    drainStartNanos.remove(name);
    boolean was = drains.remove(name) != null;
    if (was) {
      var _ = drainFile.write(drains);
      wake();
    }
    return was;
  }

  /** What to say of a name that no announcement has. */
  public String unknown(String name) {
    return "there is no announcement '%s'; announcements are: %s"
        .formatted(name, names().isEmpty() ? "none" : String.join(", ", names()));
  }

  /**
   * Drains all announcements before the server ends, and then withdraws them whatever the guard
   * says: the server will not answer any more. Returns when the time is over, or at once if nothing
   * is announced.
   *
   * @param time for all of it; the routes are withdrawn after seven tenths, so that queries on
   *     their way are still answered
   */
  public void leave(Duration time) throws InterruptedException {
    if (time.isZero() || judged.tracks().values().stream().noneMatch(Announcements::isAnnounced)) {
      return;
    }
    long start = System.nanoTime();
    synchronized (this) {
      leaving =
          new DrainOrder(
              "the server stops", start, time.multipliedBy(2).dividedBy(10), time.dividedBy(10));
    }
    log.info("draining for {} s before the end", time.toMillis() / 1e3);
    long withdraw = start + time.multipliedBy(7).dividedBy(10).toNanos();
    while (System.nanoTime() - withdraw < 0
        && judged.tracks().values().stream().anyMatch(Announcements::isAnnounced)) {
      TimeUnit.MILLISECONDS.sleep(TICK.toMillis());
    }
    synchronized (this) {
      left = true;
    }
    long rest = start + time.toNanos() - System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(Math.max(0, rest));
  }

  private static boolean isAnnounced(Track track) {
    return !track.decision().announced().isEmpty();
  }

  /** What the other nodes read. */
  ObjectNode forPeers() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    NodeName self = self(surroundings.configuration());
    json.put("site", self.site()).put("node", self.node());
    ObjectNode entries = json.putObject("announcements");
    Judged last = judged;
    for (String name : names()) {
      Track track = last.tracks().get(name);
      Optional<Lease> lease = lease(name);
      if (track != null && lease.isPresent()) {
        entries
            .putObject(name)
            .put("announced", lease.get().routes().stream().allMatch(Lease.Route::announced))
            .put("state", track.decision().state().label())
            .put("claim", track.decision().claim().label())
            .put("reason", lease.get().reason());
      }
    }
    return json;
  }

  /** The announcements and the other nodes, for the operator. */
  public ObjectNode status() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode entries = json.putObject("announcements");
    Judged last = judged;
    for (String name : names()) {
      Track track = last.tracks().get(name);
      Optional<Lease> lease = lease(name);
      if (track == null || lease.isEmpty()) {
        continue;
      }
      Decision decision = track.decision();
      ObjectNode entry = entries.putObject(name);
      entry.put("state", decision.state().label());
      entry.put("preference", decision.preference().label());
      entry.put("since", track.stateSince().toString());
      entry.put("reason", lease.get().reason());
      entry.put("claim", decision.claim().label());
      decision.held().ifPresent(why -> entry.put("heldBecause", why));
      decision.drainRefused().ifPresent(why -> entry.put("drainRefused", why));
      synchronized (this) {
        Drain drain = drains.get(name);
        if (drain != null) {
          ObjectNode shown = entry.putObject("drain");
          shown.put("reason", drain.reason()).put("since", drain.since().toString());
          drain.until().ifPresent(until -> shown.put("until", until.toString()));
        }
      }
      entry.put("keepSites", track.entry().keepSites());
      ObjectNode routes = entry.putObject("routes");
      for (Lease.Route route : lease.get().routes()) {
        routes.put(AddressFormat.of(route.prefix()), route.announced() ? "announced" : "withdrawn");
      }
    }
    json.put("queriesPerSecond", selfCheck.queriesPerSecond());
    ObjectNode nodes = json.putObject("peers");
    Map<NodeName, PeerReader.Reading> sorted = new TreeMap<>(peers.readings());
    sorted.forEach(
        (peer, reading) -> {
          ObjectNode node = nodes.putObject(peer.toString());
          node.put("site", peer.site()).put("node", peer.node());
          node.put("read", reading.status().isPresent());
          reading
              .status()
              .ifPresentOrElse(
                  status -> node.set("announcements", status.path("announcements")),
                  () -> node.put("failure", reading.failure()));
        });
    return json;
  }

  /** The changes of all announcements and the health checker's verdicts, the oldest first. */
  public List<JsonNode> history() {
    return journal.changes();
  }

  @Override
  public void close() {
    asker.shutdownNow();
    judge.shutdownNow();
    peers.close();
  }
}
