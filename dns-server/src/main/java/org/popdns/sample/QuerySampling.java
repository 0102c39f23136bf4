package org.popdns.sample;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.popdns.answer.QueryTap;
import org.popdns.time.Clocks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what the workers set aside, once a second on a thread of its own, and tells each worker
 * how many queries to let pass in between: so that there are {@link #PER_SECOND} a second of each,
 * whatever comes. What one stands for is how many came in that second, divided by how many of them
 * were looked at.
 */
public final class QuerySampling implements AutoCloseable {

  /** How many queries a worker sets aside in a second, on average. */
  static final int PER_SECOND = 16;

  private static final int LONGEST_PERIOD = 1 << 28;
  private static final Logger log = LoggerFactory.getLogger(QuerySampling.class);

  private final List<QueryTap> taps;
  private final BooleanSupplier wanted;
  private final HourSample sample;
  private final SampleListener listener;
  private final Clocks clocks;

  // By tap: queries since one was looked at last, which the next stands for as well.
  private final long[] waiting;
  private boolean begun;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("popdns-sample").daemon().factory());

  /**
   * Gathers nothing before {@link #start}.
   *
   * @param taps of all workers
   * @param wanted asked each second: false if no query is to be kept
   * @param sample receives them
   * @param listener told of them behind that
   */
  public QuerySampling(
      List<QueryTap> taps,
      BooleanSupplier wanted,
      HourSample sample,
      SampleListener listener,
      Clocks clocks) {
    this.taps = List.copyOf(taps);
    this.waiting = new long[taps.size()];
    this.wanted = wanted;
    this.sample = sample;
    this.listener = listener;
    this.clocks = clocks;
  }

  /** Begins. */
  public void start() {
    var _ = timer.scheduleAtFixedRate(this::tick, 0, 1, TimeUnit.SECONDS);
  }

  private void tick() {
    try {
      gather();
    } catch (RuntimeException | Error bug) {
      // An executor drops a task that throws.
      log.error("queries can't be sampled", bug);
    }
  }

  /** Takes what there is. */
  void gather() {
    if (!wanted.getAsBoolean()) {
      taps.forEach(QueryTap::stop);
      taps.forEach(QueryTap::drain);
      sample.clear();
      begun = false;
      return;
    }
    for (int number = 0; number < waiting.length; number++) {
      QueryTap tap = taps.get(number);
      QueryTap.Drained drained = tap.drain();
      if (begun) {
        gather(number, drained);
      } else {
        waiting[number] = 0;
      }
      tap.aim(Math.clamp(drained.queries() / PER_SECOND, 1, LONGEST_PERIOD));
    }
    begun = true;
  }

  private void gather(int number, QueryTap.Drained drained) {
    long queries = waiting[number] + drained.queries();
    long looked = drained.unfit() + drained.taken().size();
    if (looked == 0) {
      waiting[number] = queries;
      return;
    }
    waiting[number] = 0;
    double each = (double) queries / looked;
    sample.add(drained.taken(), each, clocks.nanos());
    listener.sampled(drained.taken(), each);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
