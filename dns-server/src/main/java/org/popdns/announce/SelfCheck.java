package org.popdns.announce;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.model.Announcement;
import org.popdns.fitness.Family;

/**
 * Knows which of the server's own addresses are answered, by asking them twice a second. One thread
 * asks; any may read. An address is silent after two rounds in a row without a right answer of each
 * of its workers, so within a second and a half, and when its last round is too long ago.
 */
final class SelfCheck {

  static final Duration INTERVAL = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofMillis(400);
  private static final Duration STALE_AFTER = Duration.ofSeconds(3);
  private static final int ROUNDS = 2;

  /**
   * What is known of an address.
   *
   * @param problem of the last round; empty if there was none
   * @param failures how many rounds in a row had one
   * @param atNanos when the round ended
   */
  private record Finding(String problem, int failures, long atNanos) {}

  private final Surroundings surroundings;
  private final WorkerCounts counts;
  private volatile Map<InetSocketAddress, Finding> findings = Map.of();
  private volatile double queriesPerSecond;
  private long lastTotal;
  private long lastRateNanos = System.nanoTime();

  SelfCheck(Surroundings surroundings, WorkerCounts counts) {
    this.surroundings = surroundings;
    this.counts = counts;
  }

  /** Asks all addresses once and at the same time; takes at most 400 ms. */
  void round() {
    List<WorkerRound.Target> targets = surroundings.addresses().stream().map(this::target).toList();
    Question question = Question.of(surroundings.configuration());
    Map<InetSocketAddress, Finding> next = new HashMap<>();
    new WorkerRound(TIMEOUT, surroundings.ownMark())
        .ask(targets, question)
        .forEach(
            (address, problem) -> {
              Finding last = findings.get(address);
              int failures = problem.isEmpty() ? 0 : last == null ? 1 : last.failures() + 1;
              next.put(address, new Finding(problem, failures, System.nanoTime()));
            });
    findings = Map.copyOf(next);
    measure();
  }

  private WorkerRound.Target target(InetSocketAddress address) {
    Family family = Family.of(address.getAddress());
    List<Integer> workers = surroundings.workersAt(address);
    return new WorkerRound.Target(address, workers, () -> counts.responses(family, workers));
  }

  private void measure() {
    long now = System.nanoTime();
    double seconds = (now - lastRateNanos) / 1e9;
    if (seconds >= 1) {
      long total = counts.total();
      queriesPerSecond = (total - lastTotal) / seconds;
      lastTotal = total;
      lastRateNanos = now;
    }
  }

  /** What clients ask. */
  double queriesPerSecond() {
    return queriesPerSecond;
  }

  /** True when each address was asked, and twice where the first round failed. */
  boolean isKnown() {
    Map<InetSocketAddress, Finding> known = findings;
    return surroundings.addresses().stream()
        .allMatch(
            address -> {
              Finding finding = known.get(address);
              return finding != null
                  && (finding.problem().isEmpty() || finding.failures() >= ROUNDS);
            });
  }

  /**
   * The families of an announcement's routes that are not answered, and how that shows. Who serves
   * no zone answers nobody, however promptly.
   */
  Map<Family, String> silent(Announcement entry) {
    Map<Family, String> silent = new EnumMap<>(Family.class);
    Optional<String> emptiness = surroundings.now().emptiness();
    if (emptiness.isPresent()) {
      entry.prefixes().forEach(prefix -> silent.put(Family.of(prefix.network()), emptiness.get()));
      return silent;
    }
    for (InetSocketAddress address : addresses(entry)) {
      problem(address)
          .ifPresent(
              problem ->
                  silent.merge(
                      Family.of(address.getAddress()),
                      problem,
                      (first, next) -> first.equals(next) ? first : first + "; " + next));
    }
    return silent;
  }

  /** What is wrong with the service addresses that were asked, one line each. */
  List<String> problems() {
    Map<InetSocketAddress, Finding> known = findings;
    return surroundings.addresses().stream()
        .filter(known::containsKey)
        .flatMap(address -> problem(address).stream())
        .distinct()
        .toList();
  }

  /** The service addresses within an announcement's prefixes. */
  List<InetSocketAddress> addresses(Announcement entry) {
    return surroundings.addresses().stream()
        .filter(
            address ->
                entry.prefixes().stream().anyMatch(prefix -> prefix.contains(address.getAddress())))
        .toList();
  }

  private Optional<String> problem(InetSocketAddress address) {
    Finding finding = findings.get(address);
    if (finding == null) {
      return Optional.of("the server's own addresses were not asked yet");
    }
    long age = System.nanoTime() - finding.atNanos();
    if (age > STALE_AFTER.toNanos()) {
      return Optional.of(
          "the server's own addresses were last asked "
              + Duration.ofNanos(age).toSeconds()
              + " s ago");
    }
    return finding.failures() >= ROUNDS ? Optional.of(finding.problem()) : Optional.empty();
  }
}
