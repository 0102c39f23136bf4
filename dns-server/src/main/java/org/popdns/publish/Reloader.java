package org.popdns.publish;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.popdns.config.diff.PlaceNews;
import org.popdns.config.diff.Removal;
import org.popdns.config.diff.RemovalLimit;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.OnError;
import org.popdns.config.model.Zone;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.ProblemSummary;
import org.popdns.config.problem.Severity;
import org.popdns.config.read.LoadResult;
import org.popdns.config.read.LoadedFiles;
import org.popdns.events.Event;
import org.popdns.events.Journal;
import org.popdns.health.HealthChecker;
import org.popdns.publish.ServedConfiguration.Origin;
import org.popdns.region.RegionTables;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.state.store.Accepted;
import org.popdns.time.Clocks;
import org.popdns.time.Moment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Takes configurations up: the first at the start, and what the files say at each reload. One at a
 * time, on threads of its own; a configuration is served whole or not at all, and when {@link
 * #reload} returns, clients see it. How it comes to be served is {@link TakeUp}.
 */
public final class Reloader {

  private static final Logger log = LoggerFactory.getLogger(Reloader.class);

  // Some ten thousand records, or a few thousand zones: what takes longer than a blink.
  private static final long LARGE_BYTES = 1 << 20;
  private static final long ZONE_BYTES = 300;

  private static final int MOST_LOGGED = 10;
  private static final int TOLD = 6;

  private final ConfigurationSource source;
  private final HealthChecker checker;
  private final Publisher publisher;
  private final Journal journal;
  private final Clocks clocks;
  private final TakeUp takeUp;
  private final PlaceDatabases databases;
  private final ChangeWeigher weigher;
  private final AcceptedStore store;
  private final FirstServing first;
  private final ReloadThreads threads = new ReloadThreads();
  private final ToldNotes notes;
  private volatile Attempt lastAttempt;
  private volatile LoadedFiles files;
  private volatile RemovalLimit limit = RemovalLimit.FRESH;
  private volatile Optional<ChangeWeigher.Weighed> lastChange = Optional.empty();
  private final Map<ReloadOutcome.Cause, Long> refused = new ConcurrentHashMap<>();

  /**
   * The last time that the files were read.
   *
   * @param at when
   * @param failure why they were not taken up; empty if they were
   */
  public record Attempt(Moment at, Optional<String> failure) {}

  public Reloader(
      FirstConfiguration first,
      HealthChecker checker,
      Publisher publisher,
      Journal journal,
      ChangeWeigher weigher,
      Clocks clocks) {
    this.weigher = weigher;
    this.journal = journal;
    this.source = first.source();
    this.checker = checker;
    this.publisher = publisher;
    this.clocks = clocks;
    this.databases = new PlaceDatabases(journal, clocks);
    this.takeUp = new TakeUp(checker, publisher, databases, clocks);
    this.store = new AcceptedStore(first, clocks);
    this.first = new FirstServing(first, takeUp, store);
    this.lastAttempt = new Attempt(clocks.moment(), first.filesRefused());
    this.files = first.files();
    this.notes = new ToldNotes(first.notes());
  }

  /** The main file. */
  public Path file() {
    return source.file();
  }

  /** The files that were read the last time, and those that could not be. */
  public Set<Path> files() {
    return files.all();
  }

  /** What is stored of what was taken up. */
  public AcceptedStore store() {
    return store;
  }

  /** The last attempt to take the files up. */
  public Attempt lastAttempt() {
    return lastAttempt;
  }

  /**
   * Serves the first configuration; returns when every endpoint has had its first result.
   *
   * @throws IOException with one line for the operator if it can't be served
   */
  public synchronized void serveFirst() throws IOException, InterruptedException {
    lastAttempt = new Attempt(lastAttempt.at(), first.serve());
  }

  /** What is known of the databases that say where clients are. */
  public PlaceDatabases databases() {
    return databases;
  }

  /** Reads those of these databases that have changed; returns when clients see it. */
  public synchronized void followDatabases() {
    Served served = publisher.served();
    RegionTables regions = takeUp.regions(served.configuration(), served.regions());
    if (!regions.equals(served.regions())) {
      publisher.serve(regions).join();
      SpareMemory.giveBack();
    }
  }

  /** Stores the first configuration; clients need not wait for it. */
  public synchronized void keepFirst() {
    // Storing takes seconds for a large configuration, and next to no memory.
    SpareMemory.giveBack();
    if (publisher.served().taken().origin() == Origin.FILES) {
      store.keep();
    } else {
      store.release();
      store.look();
    }
  }

  /** What was removed lately, and counts along. */
  RemovalLimit limit() {
    return limit;
  }

  /** How long ago something was removed last; of no meaning if nothing counts along. */
  Duration sinceRemoval() {
    return Duration.ofNanos(clocks.nanos() - limit.lastNanos());
  }

  /** What the last files that could be served change, or would have changed; empty before. */
  public Optional<ChangeWeigher.Weighed> lastChange() {
    return lastChange;
  }

  /** How many reloads were refused, by what for, each of them. */
  public Map<String, Long> refusals() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (ReloadOutcome.Cause cause : ReloadOutcome.Cause.values()) {
      counts.put(cause.label(), refused.getOrDefault(cause, 0L));
    }
    return counts;
  }

  /** Reads the files and serves them if they are right. */
  public ReloadOutcome reload(ReloadRequest request) throws InterruptedException {
    return threads.call(() -> reloadHere(request));
  }

  /** Reads the files and says what would come of serving them; changes nothing. */
  public DryRun dryRun(ReloadRequest request) throws InterruptedException {
    return threads.call(() -> dryRunHere(request));
  }

  private synchronized DryRun dryRunHere(ReloadRequest request) {
    threads.hurry();
    LoadResult loaded = source.load();
    // What was read is not taken up.
    store.release();
    Optional<Configuration> acceptable = loaded.configuration().or(() -> kept(loaded));
    if (acceptable.isEmpty()) {
      return new DryRun(
          loaded.problems(),
          Optional.empty(),
          Optional.of(ProblemSummary.of(loaded.problems())),
          0,
          "");
    }
    Configuration next = acceptable.get();
    Served served = publisher.served();
    RegionTables regions = takeUp.previewed(next);
    Removal removal = Removal.between(served.configuration(), next);
    Optional<String> refusal =
        refusal(next, removal, weigher.weigh(served, next, regions), request, clocks.nanos())
            .map(Refusal::reason);
    int changed = 0;
    try {
      changed = ZoneCompilation.of(next, served.zones(), new SlotDirectory()).compiled();
    } catch (ZonesTooLargeException e) {
      refusal = refusal.or(() -> Optional.of(String.valueOf(e.getMessage())));
    }
    return new DryRun(
        loaded.problems(),
        Optional.of(new DryRun.Next(next, regions)),
        refusal,
        changed,
        news(removal, served.configuration(), next));
  }

  /** Why a configuration is not taken up. */
  private record Refusal(ReloadOutcome.Cause cause, String reason) {}

  private Optional<Refusal> refusal(
      Configuration next,
      Removal removal,
      ChangeWeigher.Weighed weighed,
      ReloadRequest request,
      long nowNanos) {
    Configuration before = publisher.served().configuration();
    Optional<String> fixed = FixedSettings.refusal(before, next);
    if (fixed.isPresent()) {
      return fixed.map(why -> new Refusal(ReloadOutcome.Cause.RESTART, why));
    }
    Optional<String> removes = removesMuch(removal, before, nowNanos);
    if (request.removals() == Removals.LIMITED && removes.isPresent()) {
      return removes.map(
          why -> new Refusal(ReloadOutcome.Cause.REMOVAL, why + RemovalLimit.HOW_TO_ALLOW));
    }
    return ChangeLimit.objection(
            weighed, request.maxChangePercent(), before.server().change().maxPercent())
        .map(why -> new Refusal(ReloadOutcome.Cause.CHANGE, why));
  }

  private Optional<String> removesMuch(Removal removal, Configuration before, long nowNanos) {
    return limit.objection(removal, before.server().maxRemovedPercent(), nowNanos);
  }

  private static String news(Removal removal, Configuration before, Configuration next) {
    return both(removal.news(TOLD), PlaceNews.of(before.server().places(), next.server().places()));
  }

  private static String both(String first, String second) {
    return first.isEmpty() || second.isEmpty() ? first + second : first + "; " + second;
  }

  private synchronized ReloadOutcome reloadHere(ReloadRequest request) throws InterruptedException {
    Moment start = clocks.moment();
    threads.hurry();
    giveWayTo(Optional.of(publisher.served().configuration()));
    LoadResult loaded = source.load();
    giveWayTo(loaded.configuration());
    files = loaded.files();
    List<Problem> problems = notes.news(loaded.problems());
    ReloadOutcome outcome = apply(loaded, problems, request, start);
    log(problems);
    switch (outcome) {
      case ReloadOutcome.Applied applied -> {
        lastAttempt = new Attempt(start, Optional.empty());
        journal.add(
            new Event.ConfigurationServed(
                start.plus(applied.took()).at(),
                source.file().toString(),
                applied.zonesCompiled(),
                applied.zones(),
                applied.served().broken().size(),
                applied.endpoints(),
                applied.took(),
                both(applied.news(), applied.change())));
        BrokenZones.log(applied.served(), log);
      }
      case ReloadOutcome.Refused refusal -> {
        store.release();
        refused.merge(refusal.cause(), 1L, Long::sum);
        lastAttempt = new Attempt(start, Optional.of(refusal.reason()));
        journal.add(new Event.ConfigurationRefused(start.at(), refusal.reason()));
      }
    }
    return outcome;
  }

  /** Whoever asked sees all of them; the log has no room for thousands. */
  private static void log(List<Problem> problems) {
    log(problems, Severity.WARNING, Level.WARN);
    log(problems, Severity.NOTE, Level.INFO);
  }

  private static void log(List<Problem> problems, Severity severity, Level level) {
    List<Problem> some =
        problems.stream().filter(problem -> problem.severity() == severity).toList();
    some.stream()
        .limit(MOST_LOGGED)
        .forEach(problem -> log.atLevel(level).log("{}", ProblemSummary.line(problem)));
    if (some.size() > MOST_LOGGED) {
      log.atLevel(level).log("and {} more {}s", some.size() - MOST_LOGGED, severity);
    }
  }

  private void giveWayTo(Optional<Configuration> configuration) {
    if (configuration.isPresent() && isLarge(configuration.get())) {
      threads.giveWay();
    }
  }

  private static boolean isLarge(Configuration configuration) {
    long bytes = 0;
    for (Zone zone : configuration.zones()) {
      bytes += ZONE_BYTES + zone.recordSets().bytes().length;
      if (bytes > LARGE_BYTES) {
        return true;
      }
    }
    return false;
  }

  private ReloadOutcome apply(
      LoadResult loaded, List<Problem> problems, ReloadRequest request, Moment start)
      throws InterruptedException {
    Optional<Configuration> acceptable = loaded.configuration().or(() -> kept(loaded));
    if (acceptable.isEmpty()) {
      return new ReloadOutcome.Refused(
          problems, ReloadOutcome.Cause.FILES, ProblemSummary.of(problems));
    }
    Configuration next = acceptable.get();
    Served served = publisher.served();
    Configuration before = served.configuration();
    Removal removal = Removal.between(before, next);
    RegionTables regions = takeUp.previewed(next);
    ChangeWeigher.Weighed weighed = weigher.weigh(served, next, regions);
    lastChange = Optional.of(weighed);
    Optional<Refusal> refusal = refusal(next, removal, weighed, request, start.nanos());
    if (refusal.isPresent()) {
      return new ReloadOutcome.Refused(problems, refusal.get().cause, refusal.get().reason);
    }
    boolean removesMuch = removesMuch(removal, before, start.nanos()).isPresent();
    try {
      ZoneChange zones;
      try {
        zones = takeUp.serve(next, Origin.FILES, OptionalLong.empty(), regions);
      } catch (ZonesTooLargeException e) {
        if (next.server().onError() == OnError.REFUSE) {
          return new ReloadOutcome.Refused(
              problems, ReloadOutcome.Cause.FILES, String.valueOf(e.getMessage()));
        }
        next = BrokenZones.withLastGood(BrokenZones.without(e.zones(), next), before);
        zones = takeUp.serve(next, Origin.FILES, OptionalLong.empty(), regions);
      }
      limit = removesMuch ? RemovalLimit.FRESH : limit.after(removal, start.nanos());
      store.accept(Accepted.of(next, loaded, store.accepted()));
      if (zones.dataBytes() > LARGE_BYTES) {
        SpareMemory.giveBack();
      }
      store.keep();
      return new ReloadOutcome.Applied(
          problems,
          zones.compiled(),
          next.zones().size(),
          next,
          checker.snapshot().states().size(),
          news(removal, before, next),
          weighed.isTelling() && weighed.moved() > 0 ? weighed.words() : "",
          clocks.age(start));
    } catch (ZonesTooLargeException | IOException e) {
      return new ReloadOutcome.Refused(
          problems, ReloadOutcome.Cause.FILES, String.valueOf(e.getMessage()));
    }
  }

  /** What is taken up though zones are broken, if the files say so: on-error: keep. */
  private Optional<Configuration> kept(LoadResult loaded) {
    return loaded
        .salvage()
        .filter(salvage -> salvage.server().onError() == OnError.KEEP)
        .map(salvage -> BrokenZones.withLastGood(salvage, publisher.served().configuration()));
  }
}
