package org.popdns.publish;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.popdns.answer.ServerCookies;
import org.popdns.config.diff.Removal;
import org.popdns.config.diff.RemovalLimit;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.OnError;
import org.popdns.config.model.ServerSettings;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.ProblemSummary;
import org.popdns.config.problem.Severity;
import org.popdns.config.read.LoadResult;
import org.popdns.health.HealthChecker;
import org.popdns.health.ProbeTargets;
import org.popdns.publish.ServedConfiguration.Origin;
import org.popdns.state.DiskFailure;
import org.popdns.state.store.Accepted;
import org.popdns.state.store.ConfigurationStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Takes configurations up: the first at the start, and what the files say at each reload. One at a
 * time, on threads of its own; a configuration is served whole or not at all, and when {@link
 * #reload} returns, clients see it.
 *
 * <p>The order makes the exchange seamless: changed zones are compiled, new endpoints get their
 * first probe while the old ones are still watched, and then zones and health are exchanged by one
 * publication, on the health checker's thread, so that no transition comes between.
 */
public final class Reloader {

  private static final Logger log = LoggerFactory.getLogger(Reloader.class);

  // Probes have timeouts of their own, far shorter.
  private static final Duration FIRST_ROUND_LIMIT = Duration.ofMinutes(2);

  // Some ten thousand records, or a few thousand zones: what takes longer than a blink.
  private static final long LARGE_BYTES = 1 << 20;
  private static final long ZONE_BYTES = 300;

  private static final int MOST_LOGGED = 10;
  private static final int TOLD = 6;

  private final ConfigurationSource source;
  private final Optional<ConfigurationStore> store;
  private final HealthChecker checker;
  private final AnswerPublisher answers;
  private final ServerCookies cookies;
  private final InstantSource clock;
  private final ReloadThreads threads = new ReloadThreads();
  private volatile ServedConfiguration served;
  private volatile Attempt lastAttempt;
  private volatile Set<Path> files;
  private volatile Optional<String> storeFailure = Optional.empty();
  private volatile List<ConfigurationStore.Entry> stored = List.of();
  private volatile OptionalLong number;
  private Accepted accepted;
  private final ToldNotes notes;
  private volatile RemovalLimit limit = RemovalLimit.FRESH;

  /** What became of a reload. */
  sealed interface Outcome {

    /** The problems that the files have: warnings, or errors if it was refused. */
    List<Problem> problems();

    /**
     * The files are served.
     *
     * @param zonesCompiled zones that are new or changed
     * @param zones zones in all
     * @param served what is served, with the zones and files that are wrong
     * @param endpoints endpoints that are watched now
     * @param news which zones and members came and went, in one line; empty text if none did
     * @param took how long it took
     */
    record Applied(
        List<Problem> problems,
        int zonesCompiled,
        int zones,
        Configuration served,
        int endpoints,
        String news,
        Duration took)
        implements Outcome {}

    /**
     * Nothing changed.
     *
     * @param reason why, in one line
     */
    record Refused(List<Problem> problems, String reason) implements Outcome {}
  }

  /**
   * The last time that the files were read.
   *
   * @param at when
   * @param failure why they were not taken up; empty if they were
   */
  public record Attempt(Instant at, Optional<String> failure) {}

  public Reloader(
      FirstConfiguration first,
      HealthChecker checker,
      AnswerPublisher answers,
      ServerCookies cookies,
      InstantSource clock) {
    this.source = first.source();
    this.store = first.store();
    this.checker = checker;
    this.answers = answers;
    this.cookies = cookies;
    this.clock = clock;
    Instant now = clock.instant();
    this.served = new ServedConfiguration(first.configuration(), first.origin(), now);
    this.lastAttempt = new Attempt(now, first.filesRefused());
    this.files = first.files();
    this.number = first.number();
    this.accepted = first.accepted();
    this.notes = new ToldNotes(first.notes());
  }

  /** The main file. */
  public Path file() {
    return source.file();
  }

  /** The files that were read the last time, and those that could not be. */
  public Set<Path> files() {
    return files;
  }

  /** Where accepted configurations are stored; empty if they are not. */
  Optional<ConfigurationStore> store() {
    return store;
  }

  /** What is served. */
  public ServedConfiguration served() {
    return served;
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
    Configuration first = served.configuration();
    try {
      takeUp(first);
      served = new ServedConfiguration(first, served.origin(), clock.instant());
    } catch (ZonesTooLargeException e) {
      serveFirstWithout(e);
    }
  }

  /** As if the files of the zones that are too large were wrong. */
  private void serveFirstWithout(ZonesTooLargeException tooLarge)
      throws IOException, InterruptedException {
    Configuration first = served.configuration();
    Optional<ConfigurationStore.Stored.Found> stored =
        served.origin() == Origin.FILES
                && store.map(ConfigurationStore::read).orElse(null)
                    instanceof ConfigurationStore.Stored.Found found
                && changedForGood(first, found.accepted().configuration()).isEmpty()
            ? Optional.of(found)
            : Optional.empty();
    boolean keeps = first.server().onError() == OnError.KEEP;
    if (stored.isPresent() && !keeps && serveStored(stored.get(), tooLarge)) {
      return;
    }
    Configuration left = BrokenZones.without(tooLarge.zones(), first);
    Accepted next = Accepted.of(left, accepted.loaded());
    if (stored.isPresent() && keeps) {
      left = BrokenZones.withLastGood(left, stored.get().accepted().configuration());
      next = Accepted.of(left, accepted.loaded(), stored.get().accepted());
    }
    if (left.zones().isEmpty()) {
      throw new IOException(tooLarge.getMessage(), tooLarge);
    }
    try {
      takeUp(left);
    } catch (ZonesTooLargeException again) {
      throw new IOException(again.getMessage(), again);
    }
    BrokenZones.log(left, log);
    served = new ServedConfiguration(left, served.origin(), clock.instant());
    accepted = next;
  }

  private boolean serveStored(ConfigurationStore.Stored.Found stored, ZonesTooLargeException reason)
      throws IOException, InterruptedException {
    Configuration configuration = stored.accepted().configuration();
    try {
      takeUp(configuration);
    } catch (ZonesTooLargeException e) {
      return false; // It is no better than the files.
    }
    log.error(
        "the configuration files can't be served, so the one that was accepted last is: {}",
        reason.getMessage());
    CookiePolicy.change(
        served.configuration().server().cookies(), configuration.server().cookies(), cookies);
    Instant now = clock.instant();
    served = new ServedConfiguration(configuration, Origin.STORED, now);
    lastAttempt = new Attempt(now, Optional.of(String.valueOf(reason.getMessage())));
    accepted = stored.accepted();
    number = OptionalLong.of(stored.number());
    return true;
  }

  /** Stores the first configuration; clients need not wait for it. */
  public synchronized void keepFirst() {
    // Storing takes seconds for a large configuration, and next to no memory.
    SpareMemory.giveBack();
    if (served.origin() == Origin.FILES) {
      storeAccepted();
    } else {
      store.ifPresent(ConfigurationStore::release);
      look();
    }
  }

  /** What was removed lately, and counts along. */
  RemovalLimit limit() {
    return limit;
  }

  /** Reads the files and serves them if they are right. */
  public Outcome reload(Removals removals) throws InterruptedException {
    return threads.call(() -> reloadHere(removals));
  }

  private synchronized Outcome reloadHere(Removals removals) throws InterruptedException {
    Instant start = clock.instant();
    threads.hurry();
    giveWayTo(Optional.of(served.configuration()));
    LoadResult loaded = source.load();
    giveWayTo(loaded.configuration());
    files = loaded.files();
    List<Problem> problems = notes.news(loaded.problems());
    Outcome outcome = apply(loaded, problems, removals, start);
    log(problems);
    switch (outcome) {
      case Outcome.Applied applied -> {
        lastAttempt = new Attempt(start, Optional.empty());
        log.info(
            "reloaded {}: {} of {} zones changed, {} endpoints; took {} ms{}",
            source.file(),
            applied.zonesCompiled(),
            applied.zones(),
            applied.endpoints(),
            applied.took().toMillis(),
            applied.news().isEmpty() ? "" : "; " + applied.news());
        BrokenZones.log(applied.served(), log);
      }
      case Outcome.Refused refused -> {
        store.ifPresent(ConfigurationStore::release);
        lastAttempt = new Attempt(start, Optional.of(refused.reason()));
        log.error("reload refused, serving on what was served: {}", refused.reason());
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
    long bytes =
        configuration.stream()
            .flatMap(of -> of.zones().stream())
            .mapToLong(zone -> ZONE_BYTES + zone.recordSets().bytes().length)
            .sum();
    if (bytes > LARGE_BYTES) {
      threads.giveWay();
    }
  }

  private Outcome apply(LoadResult loaded, List<Problem> problems, Removals removals, Instant start)
      throws InterruptedException {
    Optional<Configuration> acceptable = loaded.configuration().or(() -> kept(loaded));
    if (acceptable.isEmpty()) {
      return new Outcome.Refused(problems, ProblemSummary.of(problems));
    }
    Configuration next = acceptable.get();
    Configuration before = served.configuration();
    List<String> fixed = changedForGood(before, next);
    if (!fixed.isEmpty()) {
      return new Outcome.Refused(problems, needsRestart(fixed));
    }
    Removal removal = Removal.between(before, next);
    Optional<String> objection =
        limit.objection(removal, before.server().maxRemovedPercent(), start);
    if (removals == Removals.LIMITED && objection.isPresent()) {
      return new Outcome.Refused(problems, objection.get() + RemovalLimit.HOW_TO_ALLOW);
    }
    try {
      AnswerPublisher.Prepared prepared;
      try {
        prepared = takeUp(next);
      } catch (ZonesTooLargeException e) {
        if (next.server().onError() == OnError.REFUSE) {
          return new Outcome.Refused(problems, String.valueOf(e.getMessage()));
        }
        next = BrokenZones.withLastGood(BrokenZones.without(e.zones(), next), before);
        prepared = takeUp(next);
      }
      CookiePolicy.change(
          served.configuration().server().cookies(), next.server().cookies(), cookies);
      served = new ServedConfiguration(next, Origin.FILES, clock.instant());
      number = OptionalLong.empty();
      limit = objection.isPresent() ? RemovalLimit.FRESH : limit.after(removal, start);
      accepted = Accepted.of(next, loaded, accepted);
      SpareMemory.giveBack();
      storeAccepted();
      return new Outcome.Applied(
          problems,
          prepared.compiledCount(),
          next.zones().size(),
          next,
          checker.snapshot().states().size(),
          removal.news(TOLD),
          Duration.between(start, clock.instant()));
    } catch (ZonesTooLargeException | IOException e) {
      return new Outcome.Refused(problems, String.valueOf(e.getMessage()));
    }
  }

  /** What is taken up though zones are broken, if the files say so: on-error: keep. */
  private Optional<Configuration> kept(LoadResult loaded) {
    return loaded
        .salvage()
        .filter(salvage -> salvage.server().onError() == OnError.KEEP)
        .map(salvage -> BrokenZones.withLastGood(salvage, served.configuration()));
  }

  private AnswerPublisher.Prepared takeUp(Configuration next)
      throws ZonesTooLargeException, IOException, InterruptedException {
    AnswerPublisher.Prepared prepared = answers.prepare(next);
    ProbeTargets targets =
        next.server().site().isPresent() && !next.topology().sites().isEmpty()
            ? ProbeTargets.of(next.topology(), next.plans().values(), next.server().site().get())
            : ProbeTargets.NONE;
    CompletableFuture<Void> exchanged =
        checker.watch(targets, () -> answers.serve(prepared, checker::snapshot));
    try {
      exchanged.get(FIRST_ROUND_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the endpoints can't be checked: " + e.getMessage(), e);
    }
    return prepared;
  }

  /**
   * Why a reload would be refused that nobody allows to remove much, in one line; empty if it would
   * not be.
   */
  static Optional<String> refusal(
      Configuration before, Configuration next, RemovalLimit limit, Instant now) {
    List<String> fixed = changedForGood(before, next);
    return fixed.isEmpty()
        ? limit
            .objection(Removal.between(before, next), before.server().maxRemovedPercent(), now)
            .map(objection -> objection + RemovalLimit.HOW_TO_ALLOW)
        : Optional.of(needsRestart(fixed));
  }

  private static String needsRestart(List<String> changed) {
    return String.join(", ", changed) + " changed, which needs a restart";
  }

  /** What a running server can't change: its sockets, its threads and who it is. */
  static List<String> changedForGood(Configuration before, Configuration after) {
    ServerSettings served = before.server();
    ServerSettings next = after.server();
    List<String> changed = new ArrayList<>();
    if (!served.listen().equals(next.listen())) {
      changed.add("listen");
    }
    if (!served.admin().equals(next.admin())) {
      changed.add("admin");
    }
    if (!served.workers().equals(next.workers())) {
      changed.add("workers");
    }
    if (!served.site().equals(next.site())) {
      changed.add("site");
    }
    if (!served.node().equals(next.node())) {
      changed.add("node");
    }
    if (!before.statusAddress().equals(after.statusAddress())) {
      changed.add("this node's status address");
    }
    return changed;
  }

  private void storeAccepted() {
    if (store.isEmpty()) {
      return;
    }
    try {
      source.store(store.get(), accepted, clock.instant());
      storeFailure = Optional.empty();
      stored = store.get().list(accepted.configuration().server().maxRemovedPercent());
    } catch (IOException e) {
      String why = DiskFailure.text(e);
      storeFailure = Optional.of(why);
      log.warn(
          "the accepted configuration can't be stored in {}, so a start with broken files"
              + " would fail: {}",
          store.get().place(),
          why);
    }
  }

  private void look() {
    try {
      stored =
          store.isPresent()
              ? store.get().list(accepted.configuration().server().maxRemovedPercent())
              : List.of();
    } catch (IOException e) {
      log.warn("what is stored can't be listed: {}", DiskFailure.text(e));
    }
  }

  /** Why what is served is not stored, in one line; empty if it is, or nothing is to be. */
  public Optional<String> storeFailure() {
    return storeFailure;
  }

  /** The number of the stored configuration that is served; empty if that was not read there. */
  public OptionalLong number() {
    return number;
  }

  /** What is stored, the latest first. */
  public List<ConfigurationStore.Entry> stored() {
    return stored;
  }
}
