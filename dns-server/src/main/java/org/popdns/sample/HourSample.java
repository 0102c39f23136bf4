package org.popdns.sample;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.popdns.answer.SampledQuery;

/**
 * Queries of the last hour, as many of each minute as there is room for: a reservoir per minute, in
 * which each query had the same chance to stay, and how many that minute had in all. So it is known
 * for each that is kept how many it stands for, and quiet minutes weigh no more than they are. One
 * thread adds, others look; guarded by its own lock.
 *
 * <p>Memory: {@link #MINUTES} × {@link #PER_MINUTE} queries, each of its name and some 80 bytes: 5
 * MiB where all names are of the greatest length, some 2 MiB else.
 */
public final class HourSample {

  /** How many minutes are remembered. */
  public static final int MINUTES = 60;

  /** How many queries are kept of a minute. */
  public static final int PER_MINUTE = 256;

  private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

  private final RandomGenerator random;
  private final Deque<Minute> minutes = new ArrayDeque<>();

  /** Queries that came in one minute. */
  private static final class Minute {

    private final long number;
    private final long sinceNanos;
    private double queries;

    // Those with the greatest keys stay; the least is the first.
    private final PriorityQueue<Keyed> kept =
        new PriorityQueue<>(Comparator.comparingDouble(Keyed::key));

    Minute(long number, long sinceNanos) {
      this.number = number;
      this.sinceNanos = sinceNanos;
    }
  }

  private record Keyed(double key, SampledQuery query) {}

  /**
   * Nothing yet.
   *
   * @param random chooses who stays
   */
  public HourSample(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Adds what one worker set aside within a second or so.
   *
   * @param each how many queries each of them stands for
   * @param nowNanos the monotonic clock
   */
  synchronized void add(Collection<SampledQuery> taken, double each, long nowNanos) {
    forget(nowNanos);
    if (taken.isEmpty()) {
      return;
    }
    Minute minute = minute(nowNanos);
    minute.queries += each * taken.size();
    for (SampledQuery query : taken) {
      // Efraimidis and Spirakis: with keys u^(1/weight), the greatest are a weighted sample.
      minute.kept.add(new Keyed(Math.log(1 - random.nextDouble()) / each, query));
      if (minute.kept.size() > PER_MINUTE) {
        minute.kept.remove();
      }
    }
  }

  private Minute minute(long nowNanos) {
    long number = Math.floorDiv(nowNanos, MINUTE_NANOS);
    if (minutes.isEmpty() || minutes.getLast().number != number) {
      minutes.add(new Minute(number, nowNanos));
    }
    return minutes.getLast();
  }

  private void forget(long nowNanos) {
    long first = Math.floorDiv(nowNanos, MINUTE_NANOS) - MINUTES;
    while (!minutes.isEmpty() && minutes.getFirst().number <= first) {
      minutes.remove();
    }
  }

  /** Forgets everything. */
  synchronized void clear() {
    minutes.clear();
  }

  /**
   * What is known of the last hour.
   *
   * @param nowNanos the monotonic clock
   */
  public synchronized QuerySample look(long nowNanos) {
    forget(nowNanos);
    List<QuerySample.Weighted> weighted = new ArrayList<>();
    for (Minute minute : minutes) {
      double each = minute.queries / minute.kept.size();
      minute.kept.forEach(keyed -> weighted.add(new QuerySample.Weighted(keyed.query, each)));
    }
    long since = minutes.isEmpty() ? nowNanos : minutes.getFirst().sinceNanos;
    return new QuerySample(weighted, Duration.ofNanos(nowNanos - since));
  }
}
