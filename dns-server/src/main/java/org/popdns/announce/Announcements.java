package org.popdns.announce;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.popdns.answer.WorkerCounters;
import org.popdns.config.model.Announcement;
import org.popdns.config.model.Configuration;
import org.popdns.events.Event;
import org.popdns.events.Journal;
import org.popdns.fitness.AnnouncementGate;
import org.popdns.fitness.Decision;
import org.popdns.fitness.DrainOrder;
import org.popdns.fitness.LastSiteGuard;
import org.popdns.fitness.Lease;
import org.popdns.fitness.NodeName;
import org.popdns.fitness.Observation;
import org.popdns.fitness.PeerReading;
import org.popdns.fitness.Phase;
import org.popdns.orders.Drain;
import org.popdns.orders.DrainRequest;
import org.popdns.orders.Drains;
import org.popdns.status.AnnouncementsStatus;
import org.popdns.status.PeerPage;
import org.popdns.time.Clocks;
import org.popdns.time.Moment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges every announcement ten times a second and whenever health changes, on a thread of its own;
 * where there is none, the {@link WholeNode}, after each self-query. Leases and readiness follow
 * the last judgement. Its other methods may be called from any thread. What changes in it is one
 * {@link Track} per announcement or of the node, the operator's drains and what was read of the
 * peers.
 */
public final class Announcements implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Announcements.class);

  private static final Duration TICK = Duration.ofMillis(100);

  private final Surroundings surroundings;
  private final Clocks clocks;
  private final SelfCheck selfCheck;
  private final PeerReader peers;
  private final PeerPresence presence = new PeerPresence();
  private final Journal journal;
  private final Drains drains;
  private final Departure departure;
  private final Leases leases;
  private final Map<String, Track> tracks = new LinkedHashMap<>();
  private Optional<Track> node = Optional.empty();
  private final ScheduledExecutorService judge =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("popdns-fitness").factory());
  private final ScheduledExecutorService asker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("popdns-self-query").factory());
  private @Nullable Configuration known;
  private volatile Judged judged;

  /**
   * Judges nothing before {@link #start}.
   *
   * @param workers the workers' counters, in the workers' order
   * @param journal told of each change
   * @param drains the operator's orders
   */
  public Announcements(
      Surroundings surroundings,
      List<WorkerCounters> workers,
      Journal journal,
      Drains drains,
      Clocks clocks) {
    this.surroundings = surroundings;
    this.clocks = clocks;
    this.peers = new PeerReader(clocks);
    this.departure = new Departure(clocks);
    this.selfCheck = new SelfCheck(surroundings, new WorkerCounts(workers));
    this.journal = journal;
    this.drains = drains;
    this.leases = new Leases(surroundings, selfCheck, departure, clocks);
    this.judged = new Judged(Map.of(), Optional.empty(), clocks.nanos());
  }

  /**
   * Asks and judges once, so that whoever is told that the server is ready finds it so, and goes on
   * with it. Takes as long as the workers do to answer, at most 400 ms.
   */
  public void start() {
    guarded("the self-query", selfCheck::round);
    guarded("the judgement of fitness", this::judge);
    var _ =
        asker.scheduleAtFixedRate(
            this::ask,
            SelfCheck.INTERVAL.toMillis(),
            SelfCheck.INTERVAL.toMillis(),
            TimeUnit.MILLISECONDS);
    var _ =
        judge.scheduleAtFixedRate(
            () -> guarded("the judgement of fitness", this::judgeAnnouncements),
            TICK.toMillis(),
            TICK.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void ask() {
    guarded("the self-query", selfCheck::round);
    if (names().isEmpty()) {
      wake();
    }
  }

  /** No announcer waits for a node that announces nothing: what it sees changes by self-queries. */
  private void judgeAnnouncements() {
    if (!names().isEmpty()) {
      judge();
    }
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
    Surroundings.Moment moment = surroundings.now();
    Configuration configuration = moment.configuration();
    if (isNew(configuration)) {
      reconfigure(configuration);
      known = configuration;
    }
    boolean ready =
        surroundings.phase() == Phase.SERVING && selfCheck.isKnown() && !departure.isWithdrawn();
    long now = clocks.nanos();
    for (Drain drain : drains.expire()) {
      recordEnd(drain.announcement(), Event.DrainEnd.EXPIRED, "its time is over");
    }
    Map<NodeName, PeerReader.Reading> readings = peers.readings();
    presence.changes(readings, new Moment(clocks.now(), now)).forEach(journal::add);
    if (ready) {
      for (Track track : List.copyOf(tracks.values())) {
        step(track, moment, now, readings);
      }
      node = node.map(whole -> step(whole, moment.clusterComplaints(), now));
    }
    judged = new Judged(tracks, node, now);
  }

  @SuppressWarnings("ReferenceEquality") // Ten times a second: the same object is enough to know.
  private boolean isNew(Configuration configuration) {
    return configuration != known;
  }

  private void reconfigure(Configuration configuration) {
    Nodes nodes = Nodes.of(configuration);
    Map<String, Announcement> entries = configuration.server().announce();
    if (!entries.isEmpty() && !nodes.listed() && configuration.topology().sites().size() > 1) {
      log.warn(
          "the clusters file gives no status address for node {}: the other sites can't count on"
              + " it",
          nodes.self());
    }
    peers.read(entries.isEmpty() ? Map.of() : nodes.others());
    tracks.keySet().retainAll(entries.keySet());
    node =
        entries.isEmpty() ? Optional.of(node.orElseGet(() -> wholeNode(nodes))) : Optional.empty();
    entries.forEach(
        (name, entry) -> {
          LastSiteGuard guard =
              new LastSiteGuard(nodes.self(), entry.keepSites(), nodes.others().keySet());
          Track former = tracks.get(name);
          tracks.put(
              name,
              former == null
                  ? Track.first(entry, guard, clocks.moment())
                  : former.reconfigured(entry, guard));
        });
  }

  private Track wholeNode(Nodes nodes) {
    Announcement everything = WholeNode.announcement(surroundings.addresses());
    LastSiteGuard guard = new LastSiteGuard(nodes.self(), everything.keepSites(), Set.of());
    return Track.first(everything, guard, clocks.moment());
  }

  private Track step(Track whole, List<String> complaints, long now) {
    AnnouncementGate.Step step =
        whole
            .gate()
            .step(
                whole.gateState(),
                now,
                new Observation(
                    selfCheck.silent(whole.entry()),
                    complaints,
                    Optional.empty(),
                    selfCheck.queriesPerSecond(),
                    Map.of()));
    return whole.decided(step, new Moment(clocks.now(), now));
  }

  private void step(
      Track track,
      Surroundings.Moment moment,
      long now,
      Map<NodeName, PeerReader.Reading> readings) {
    String name = track.entry().name();
    AnnouncementGate.Step step =
        track
            .gate()
            .step(
                track.gateState(),
                now,
                new Observation(
                    selfCheck.silent(track.entry()),
                    moment.clusterComplaints(track.entry().requires()),
                    departure.order().or(() -> drains.order(name)),
                    selfCheck.queriesPerSecond(),
                    of(name, readings)));
    Decision decision = step.decision();
    if (departure.order().isEmpty()) {
      decision
          .drainRefused()
          .filter(why -> drains.refuse(name, why))
          .ifPresent(why -> recordEnd(name, Event.DrainEnd.REFUSED, why));
    }
    Track decided = track.decided(step, new Moment(clocks.now(), now));
    tracks.put(name, decided);
    if (!track.isSameState(decision)) {
      journal.add(track.changeTo(decided));
    }
  }

  private static Map<NodeName, PeerReading> of(
      String announcement, Map<NodeName, PeerReader.Reading> readings) {
    Map<NodeName, PeerReading> read = new HashMap<>();
    readings.forEach((peer, reading) -> read.put(peer, reading.of(announcement)));
    return read;
  }

  /** The names of the announcements. */
  public List<String> names() {
    return surroundings.configuration().server().announce().keySet().stream().toList();
  }

  /** The lease of an announcement; empty if there is no such announcement. */
  public Optional<Lease> lease(String name) {
    Judged last = judged;
    Announcement entry = surroundings.configuration().server().announce().get(name);
    return Optional.ofNullable(entry).map(known -> leases.of(known, last));
  }

  /**
   * Why traffic should not come here, one line each; empty if it should. Each announcement without
   * a route is one; where nothing is announced, whatever is wrong with the node.
   */
  public List<String> obstacles() {
    Optional<String> phase = surroundings.phase().obstacle();
    if (phase.isPresent()) {
      return List.of(phase.get());
    }
    List<String> names = names();
    return names.isEmpty() ? leases.obstacles(judged) : withdrawn(names);
  }

  /** Which service addresses don't answer, one line each; empty if all do. */
  public List<String> silentAddresses() {
    return surroundings.phase() == Phase.SERVING ? selfCheck.problems() : List.of();
  }

  private List<String> withdrawn(List<String> names) {
    List<String> withdrawn = new ArrayList<>();
    for (String name : names) {
      lease(name)
          .filter(lease -> !lease.announces())
          .ifPresent(lease -> withdrawn.add("announcement " + name + ": " + lease.reason()));
    }
    return withdrawn;
  }

  /**
   * Orders a drain of several announcements, or of none of them. Returns when it is written to
   * disk, or could not be; {@link #status} tells how it goes on.
   *
   * @return why it is not done; empty if it goes on
   */
  public Optional<String> drain(List<String> names, DrainRequest request) {
    Optional<String> objection = objection(names, request);
    if (objection.isEmpty()) {
      drains.begin(names, request);
      names.forEach(this::recordBegin);
      wake();
    }
    return objection;
  }

  private void recordBegin(String name) {
    drains
        .of(name)
        .ifPresent(
            drain ->
                journal.add(
                    new Event.DrainBegun(
                        drain.since(),
                        name,
                        drain.by(),
                        drain.reason(),
                        drain.until(),
                        drain.ifLast())));
  }

  private void recordEnd(String name, Event.DrainEnd end, String reason) {
    journal.add(new Event.DrainEnded(clocks.now(), name, end, reason));
  }

  private synchronized Optional<String> objection(List<String> names, DrainRequest request) {
    for (String name : names) {
      Track track = tracks.get(name);
      if (track == null) {
        return Optional.of(unknown(name));
      }
      boolean asks = request.ifLast() == DrainOrder.IfLast.STAY;
      if (asks && track.isAnnounced() && drains.of(name).isEmpty()) {
        String shortage = track.guard().shortage(clocks.nanos(), of(name, peers.readings()));
        if (!shortage.isEmpty()) {
          return Optional.of(
              "%s is not drained: %s; to withdraw nevertheless: --even-if-last"
                  .formatted(name, shortage));
        }
      }
    }
    return Optional.empty();
  }

  /** Why drains and their ends will not outlive the process; empty if they will. */
  public Optional<String> drainsNotKept() {
    return drains.notKept();
  }

  /** Ends a drain at the word of an operator; false if there was none. */
  public boolean undrain(String name, String by) {
    boolean was = drains.end(name);
    if (was) {
      recordEnd(name, Event.DrainEnd.LIFTED, "by " + by);
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
   * @param time for all of it; queries are answered meanwhile
   */
  public void leave(Duration time) throws InterruptedException {
    departure.take(time, () -> judged.isAnnounced());
  }

  /** What the other nodes read. */
  PeerPage forPeers() {
    NodeName self = Nodes.self(surroundings.configuration());
    Map<String, PeerPage.Entry> entries = new LinkedHashMap<>();
    judged().forEach((name, entry) -> entries.put(name, entry.forPeers()));
    return new PeerPage(self.site(), self.node(), entries);
  }

  /** The announcements and the other nodes, for the operator. */
  public AnnouncementsStatus status() {
    Map<String, AnnouncementsStatus.Entry> entries = new LinkedHashMap<>();
    judged()
        .forEach(
            (name, entry) ->
                entries.put(
                    name,
                    entry.forOperator(
                        clocks, drains.of(name), drains.age(name), drains.refusal(name))));
    return new AnnouncementsStatus(
        entries,
        drains.notKept(),
        journal.failure(),
        selfCheck.queriesPerSecond(),
        PeerReader.told(peers.readings()));
  }

  private Map<String, LeasedTrack> judged() {
    Map<String, LeasedTrack> entries = new LinkedHashMap<>();
    Judged last = judged;
    for (String name : names()) {
      Track track = last.tracks().get(name);
      Optional<Lease> lease = lease(name);
      if (track != null && lease.isPresent()) {
        entries.put(name, new LeasedTrack(track, lease.get()));
      }
    }
    return entries;
  }

  @Override
  public void close() {
    asker.shutdownNow();
    judge.shutdownNow();
    peers.close();
  }
}
