package org.popdns.fitness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.popdns.config.model.Announcement;
import org.popdns.config.model.IpPrefix;

/**
 * Sites that read each other over a network with delays, losses and partitions, in simulated time.
 * Each site's gate is the real one. A request sees the peer's state at the moment when it arrives
 * there; request and response take random times.
 */
final class SimulatedSites {

  private static final long TICK_NANOS = Duration.ofMillis(100).toNanos();
  private static final IpPrefix PREFIX =
      new IpPrefix(java.net.InetAddress.ofLiteral("192.0.2.0"), 24);

  /** Something that happens at a time. */
  private record Event(long atNanos, long order, Runnable action) {}

  private final RandomGenerator random;
  private final Duration mostDelay;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          java.util.Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::order));
  private final List<Site> sites = new ArrayList<>();
  private final Set<String> cut = new TreeSet<>();
  private long now = Duration.ofHours(1).toNanos();
  private long order;
  private int fewestAnnounced = Integer.MAX_VALUE;
  private double lossShare;

  SimulatedSites(int count, int keepSites, Duration mostDelay, RandomGenerator random) {
    this.random = random;
    this.mostDelay = mostDelay;
    Set<NodeName> names = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      names.add(new NodeName("site-" + (char) ('a' + i), "ns1"));
    }
    for (NodeName name : names) {
      Set<NodeName> others = new TreeSet<>(names);
      others.remove(name);
      sites.add(new Site(name, others, keepSites));
    }
    sites.forEach(
        site -> {
          later(random.nextLong(TICK_NANOS), site::tick);
          site.peers.forEach(
              peer ->
                  later(
                      random.nextLong(LastSiteGuard.POLL_INTERVAL.toNanos()),
                      () -> site.poll(peer)));
        });
  }

  /** One site. */
  final class Site {
    private final NodeName name;
    private final Set<NodeName> peers;
    private final AnnouncementGate gate;
    private GateState state = GateState.FIRST;
    private final Map<NodeName, PeerReading> readings = new TreeMap<>();
    private PeerReading.Entry published = new PeerReading.Entry(false, false, Claim.NONE);
    private Optional<DrainOrder> drain = Optional.empty();
    private boolean unfit;
    private boolean silent;
    private Decision decision =
        new Decision(
            FitnessState.UNFIT,
            Set.of(),
            Decision.Preference.NORMAL,
            Claim.NONE,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    Site(NodeName name, Set<NodeName> peers, int keepSites) {
      this.name = name;
      this.peers = peers;
      Announcement entry =
          new Announcement(
              "images", List.of(PREFIX), List.of(), keepSites, Duration.ZERO, Duration.ZERO);
      gate = new AnnouncementGate(entry, new LastSiteGuard(name, keepSites, peers));
    }

    private void tick() {
      AnnouncementGate.Step step =
          gate.step(
              state,
              now,
              new Observation(
                  silent ? Map.of(Family.IPV4, "does not answer") : Map.of(),
                  unfit ? List.of("below its minimum") : List.of(),
                  drain,
                  0,
                  readings));
      state = step.state();
      decision = step.decision();
      published =
          new PeerReading.Entry(
              isAnnounced(), decision.state() == FitnessState.FIT, decision.claim());
      fewestAnnounced = Math.min(fewestAnnounced, announced());
      later(TICK_NANOS, this::tick);
    }

    private void poll(NodeName peer) {
      long began = now;
      boolean lost = random.nextDouble() < lossShare;
      later(
          delay(),
          () -> {
            Optional<PeerReading.Entry> seen =
                lost || isCut(name, peer) ? Optional.empty() : Optional.of(site(peer).published);
            later(
                delay(),
                () -> {
                  readings.put(peer, new PeerReading(began, seen));
                  long next = began + LastSiteGuard.POLL_INTERVAL.toNanos();
                  later(Math.max(0, next - now), () -> poll(peer));
                });
          });
    }

    boolean isAnnounced() {
      return !decision.announced().isEmpty();
    }

    Decision decision() {
      return decision;
    }

    void becomes(boolean nowUnfit) {
      unfit = nowUnfit;
    }

    void fallsSilent(boolean nowSilent) {
      silent = nowSilent;
    }

    void undrains() {
      drain = Optional.empty();
    }

    void drains(DrainOrder.IfLast ifLast) {
      drain =
          Optional.of(
              new DrainOrder(
                  "drained: kernel",
                  now,
                  DrainOrder.COMMUNITY_FOR,
                  DrainOrder.PREPEND_FOR,
                  ifLast));
    }
  }

  private long delay() {
    return random.nextLong(mostDelay.toNanos() + 1);
  }

  private void later(long nanos, Runnable action) {
    events.add(new Event(now + nanos, order++, action));
  }

  private boolean isCut(NodeName from, NodeName to) {
    return cut.contains(from.site()) != cut.contains(to.site());
  }

  /** The site with that name. */
  Site site(NodeName name) {
    return sites.stream().filter(site -> site.name.equals(name)).findFirst().orElseThrow();
  }

  /** The site with that number, in the order of names. */
  Site site(int index) {
    return sites.get(index);
  }

  int count() {
    return sites.size();
  }

  /** How many sites are announced. */
  int announced() {
    return (int) sites.stream().filter(Site::isAnnounced).count();
  }

  /** How few sites were announced at any moment since the last call. */
  int fewestAnnounced() {
    int fewest = Math.min(fewestAnnounced, announced());
    fewestAnnounced = Integer.MAX_VALUE;
    return fewest;
  }

  /** From now on these sites and the others can't read each other. */
  void cutOff(Set<Integer> indices) {
    cut.clear();
    indices.forEach(index -> cut.add(sites.get(index).name.site()));
  }

  /** From now on this share of requests is lost. */
  void lose(double share) {
    lossShare = share;
  }

  /** Lets time pass. */
  void run(Duration time) {
    long end = now + time.toNanos();
    while (!events.isEmpty() && events.peek().atNanos() <= end) {
      Event event = events.remove();
      now = event.atNanos();
      event.action().run();
    }
    now = end;
  }
}
