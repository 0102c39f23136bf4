package org.popdns.publish;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Endpoint;
import org.popdns.events.Journal;
import org.popdns.health.HealthListener;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.Transition;
import org.popdns.region.RegionTables;
import org.popdns.snapshot.CookieRules;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.SlotKey;
import org.popdns.snapshot.Snapshot;
import org.popdns.steering.CapacityReturn;
import org.popdns.time.Clocks;
import org.popdns.time.Moment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that makes what is served, from configurations, zones, health and cookies, and
 * exchanges it as one value. What is to be done is done in the order in which it was asked for;
 * news of health that wait for each other become one. Its methods may be called from any thread and
 * return at once.
 *
 * <pre>
 *   reload ── serve(configuration, zones, health) ─╮
 *   checker ─ onTransitions(endpoints, health) ────┴→ queue → popdns-publish → ServedRoot → workers
 * </pre>
 */
public final class Publisher implements HealthListener, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Publisher.class);

  private static final String THREAD_NAME = "popdns-publish";
  private static final long CLOSE_SECONDS = 5;

  private final ServedRoot root;
  private final Clocks clocks;
  private final SlotDirectory slots = new SlotDirectory();
  private final DecisionDirectory kinds = new DecisionDirectory();
  private final PlanDecisions decisions;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Deque<Work> queue = new ArrayDeque<>();
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(THREAD_NAME).factory());
  // The thread's own: a step along the return of capacity is to come.
  private boolean stepIsDue;

  /** What is to be done. */
  private sealed interface Work {

    /** A configuration is to be served. */
    record Serve(
        ServedConfiguration next,
        ZoneChange zones,
        HealthSnapshot health,
        RegionTables regions,
        CompletableFuture<Served> done)
        implements Work {}

    /** Clients are elsewhere than was thought. */
    record Regions(RegionTables regions, CompletableFuture<Served> done) implements Work {}

    /** Endpoints went up or down. */
    record Health(Set<Endpoint> changed, HealthSnapshot health) implements Work {

      Health and(Health later) {
        Set<Endpoint> both = new HashSet<>(changed);
        both.addAll(later.changed);
        return new Health(both, later.health);
      }
    }
  }

  /**
   * Serves nothing yet.
   *
   * @param first what will be served first, if nothing comes between
   * @param journal told whenever a cluster is answered from elsewhere
   */
  public Publisher(ServedConfiguration first, Journal journal, Clocks clocks) {
    this.decisions = new PlanDecisions(slots, kinds, journal);
    this.root = new ServedRoot(Served.nothingOf(first));
    this.clocks = clocks;
  }

  /** Where what is served is read. */
  public ServedRoot root() {
    return root;
  }

  /** What is served now. */
  public Served served() {
    return root.get();
  }

  /** The slots that zones are compiled with. */
  SlotDirectory slots() {
    return slots;
  }

  /** The keys of these slots, by the slots' numbers. */
  public List<SlotKey> slotKeys() {
    return slots.keys();
  }

  /** The kinds of decisions that workers count by. */
  public List<DecisionDirectory.Kind> decisionKinds() {
    return kinds.kinds();
  }

  /**
   * Has something told after each exchange.
   *
   * @param told on the publisher's thread; must not block
   */
  public void tell(Runnable told) {
    listeners.add(told);
  }

  /**
   * Serves a configuration and changed zones.
   *
   * @param health by which clusters are decided; what comes with {@link #onTransitions} later is
   *     later than it
   * @param regions the tables of the configuration's plans
   * @return completed when clients see it; exceptionally if it can't be served, or if this is
   *     closed
   */
  public CompletableFuture<Served> serve(
      ServedConfiguration next, ZoneChange zones, HealthSnapshot health, RegionTables regions) {
    CompletableFuture<Served> done = new CompletableFuture<>();
    return added(new Work.Serve(next, zones, health, regions, done), done);
  }

  /**
   * Serves other tables of the same plans: touches neither zones nor health, and decides what is
   * answered to kinds of clients that there were none of.
   *
   * @param regions the tables of the plans of the configuration that is served when it is done
   * @return completed when clients see it; exceptionally if this is closed
   */
  CompletableFuture<Served> serve(RegionTables regions) {
    CompletableFuture<Served> done = new CompletableFuture<>();
    return added(new Work.Regions(regions, done), done);
  }

  private CompletableFuture<Served> added(Work work, CompletableFuture<Served> done) {
    if (!add(work)) {
      done.completeExceptionally(new IllegalStateException("the server ends"));
    }
    return done;
  }

  /** Endpoints changed: answers follow. */
  @Override
  public void onTransitions(List<Transition> transitions, HealthSnapshot snapshot) {
    Set<Endpoint> changed = new HashSet<>();
    transitions.forEach(transition -> changed.add(transition.after().endpoint()));
    add(new Work.Health(changed, snapshot));
  }

  /** Queues; false if this is closed. Health that came before a configuration stays before it. */
  private synchronized boolean add(Work work) {
    if (work instanceof Work.Health later && queue.peekLast() instanceof Work.Health earlier) {
      queue.removeLast();
      queue.add(earlier.and(later));
      return true;
    }
    try {
      queue.add(work);
      thread.execute(this::next);
      return true;
    } catch (RejectedExecutionException closed) {
      queue.removeLast();
      return false;
    }
  }

  private synchronized Work take() {
    return queue.remove();
  }

  private void next() {
    switch (take()) {
      case Work.Serve serve -> {
        try {
          take(serve);
          serve.done.complete(root.get());
        } catch (RuntimeException | Error bug) {
          serve.done.completeExceptionally(bug);
        }
      }
      case Work.Regions regions -> {
        try {
          take(regions);
          regions.done.complete(root.get());
        } catch (RuntimeException | Error bug) {
          regions.done.completeExceptionally(bug);
        }
      }
      case Work.Health news -> {
        try {
          take(news);
        } catch (RuntimeException | Error bug) {
          log.error("answers can't follow a change of health", bug);
        }
      }
    }
  }

  private void take(Work.Serve work) {
    Served before = root.get();
    Configuration next = work.next.configuration();
    Moment now = clocks.moment();
    ZoneStore zones = before.zones().after(work.zones, now.at());
    decisions.decideAll(next, work.health, work.regions, now);
    exchange(
        new Served(
            work.next,
            zones,
            decisions.states(),
            work.health,
            work.regions,
            new Snapshot(zones.table(), decisions.answers(), cookies(before, next))));
  }

  private void take(Work.Regions work) {
    Served before = root.get();
    decisions.follow(work.regions, clocks.moment());
    Snapshot former = before.snapshot();
    exchange(
        new Served(
            before.taken(),
            before.zones(),
            decisions.states(),
            before.health(),
            work.regions,
            new Snapshot(former.zones(), decisions.answers(), former.cookies())));
  }

  @SuppressWarnings("ReferenceEquality") // Nothing was served before if it is just that.
  private static CookieRules cookies(Served before, Configuration next) {
    return before.snapshot() == Snapshot.EMPTY
        ? CookieChange.first(next.server().cookies())
        : CookieChange.rules(
            before.configuration().server().cookies(),
            next.server().cookies(),
            before.snapshot().cookies());
  }

  private void take(Work.Health work) {
    exchangeAnswers(work.health, decisions.decide(work.changed, work.health, clocks.moment()));
  }

  private void exchangeAnswers(HealthSnapshot health, boolean answersChange) {
    Served before = root.get();
    Snapshot former = before.snapshot();
    exchange(
        new Served(
            before.taken(),
            before.zones(),
            decisions.states(),
            health,
            before.regions(),
            answersChange
                ? new Snapshot(former.zones(), decisions.answers(), former.cookies())
                : former));
  }

  private void exchange(Served next) {
    root.exchange(next);
    listeners.forEach(Runnable::run);
    stepLater();
  }

  /** While capacity comes back, answers follow it step by step. */
  private void stepLater() {
    if (stepIsDue || thread.isShutdown() || !decisions.isTakingBack()) {
      return;
    }
    stepIsDue = true;
    try {
      // Nobody waits for it; what fails in it, it logs itself.
      var _ = thread.schedule(this::step, CapacityReturn.STEP.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      // It ends, and what is served stays as it is.
    }
  }

  private void step() {
    stepIsDue = false;
    try {
      exchangeAnswers(root.get().health(), decisions.step(clocks.moment()));
    } catch (RuntimeException | Error bug) {
      log.error("answers can't follow a change of capacity", bug);
    }
  }

  /** Serves nothing else any more. Returns when what was asked for is done. */
  @Override
  public void close() {
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        log.warn("{} did not end within {} s", THREAD_NAME, CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
