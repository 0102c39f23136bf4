package org.popdns.orders;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.popdns.fitness.DrainOrder;
import org.popdns.state.StateDisk;
import org.popdns.time.Clocks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's drains, kept over a restart. Any thread. What changes in it is which there are;
 * whether one is allowed is its caller's to know.
 *
 * <p>A drain's end is reckoned by the monotonic clock while the process lives, so that a clock put
 * right does not bring traffic to a machine that is being worked on.
 */
public final class Drains {

  private static final Logger log = LoggerFactory.getLogger(Drains.class);

  /** A drain from before the start is long past its stages. */
  private static final Duration LONG_AGO = Duration.ofDays(1);

  /** Between two attempts to write what could not be written. */
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final Clocks clocks;
  private final DrainFile file;
  private final StateDisk disk;
  private final Map<String, Running> drains = new LinkedHashMap<>();
  private final Map<String, String> refusals = new HashMap<>();
  private volatile Optional<String> notKept = Optional.empty();
  private long triedNanos;

  /**
   * A drain and its times by the monotonic clock.
   *
   * @param startNanos when the first of its stages began
   * @param givenNanos when the order was given
   * @param endNanos null if it does not end by itself
   */
  private record Running(Drain drain, long startNanos, long givenNanos, @Nullable Long endNanos) {}

  public Drains(DrainFile file, StateDisk disk, Clocks clocks) {
    this.file = file;
    this.disk = disk;
    this.clocks = clocks;
    file.read()
        .forEach(
            (name, drain) ->
                drains.put(
                    name,
                    new Running(
                        drain,
                        clocks.nanos() - LONG_AGO.toNanos(),
                        clocks.nanos() - drain.age(clocks.now()).toNanos(),
                        end(drain.left(clocks.now())))));
  }

  private @Nullable Long end(Optional<Duration> left) {
    return left.map(time -> clocks.nanos() + time.toNanos()).orElse(null);
  }

  /** The drain of an announcement, for the operator. */
  public synchronized Optional<Drain> of(String name) {
    return Optional.ofNullable(drains.get(name)).map(Running::drain);
  }

  /** How long ago the drain of an announcement was ordered, whatever the wall clock does. */
  public synchronized Optional<Duration> age(String name) {
    return Optional.ofNullable(drains.get(name))
        .map(running -> Duration.ofNanos(clocks.nanos() - running.givenNanos()));
  }

  /** The drain of an announcement, for its gate. */
  public synchronized Optional<DrainOrder> order(String name) {
    return Optional.ofNullable(drains.get(name))
        .map(
            running ->
                new DrainOrder(
                    running.drain().text(),
                    running.startNanos(),
                    DrainOrder.COMMUNITY_FOR,
                    DrainOrder.PREPEND_FOR,
                    running.drain().ifLast()));
  }

  /** Why the last drain of an announcement ended without a withdrawal; empty if none did. */
  public synchronized Optional<String> refusal(String name) {
    return Optional.ofNullable(refusals.get(name));
  }

  /** Why drains and their ends will not outlive the process; empty if they will. */
  public Optional<String> notKept() {
    return notKept;
  }

  /** Begins drains, or gives those that go on another reason and end. */
  public void begin(List<String> names, DrainRequest order) {
    synchronized (this) {
      Instant now = clocks.now();
      for (String name : names) {
        Running former = drains.get(name);
        refusals.remove(name);
        drains.put(
            name,
            new Running(
                new Drain(
                    name,
                    order.reason(),
                    order.by(),
                    now,
                    order.lasts().map(now::plus),
                    order.ifLast()),
                former == null ? clocks.nanos() : former.startNanos(),
                clocks.nanos(),
                end(order.lasts())));
      }
    }
    keep();
  }

  /** Ends a drain; false if there was none. */
  public boolean end(String name) {
    boolean was;
    synchronized (this) {
      refusals.remove(name);
      was = drains.remove(name) != null;
    }
    if (was) {
      keep();
    }
    return was;
  }

  /** Ends a drain that the guard objects to; false if there is none. Does not wait for the disk. */
  public synchronized boolean refuse(String name, String why) {
    if (drains.remove(name) == null) {
      return false;
    }
    refusals.put(name, why);
    keepLater();
    return true;
  }

  /** Ends those whose time is over, and gives them. Does not wait for the disk. */
  public synchronized List<Drain> expire() {
    List<Drain> expired = new ArrayList<>();
    long now = clocks.nanos();
    for (Running running : List.copyOf(drains.values())) {
      Long end = running.endNanos();
      if (end != null && now - end >= 0) {
        expired.add(running.drain());
        drains.remove(running.drain().announcement());
        keepLater();
      }
    }
    if (notKept.isPresent() && now - triedNanos >= RETRY.toNanos()) {
      keepLater();
    }
    return expired;
  }

  private synchronized List<Drain> list() {
    triedNanos = clocks.nanos();
    List<Drain> list = new ArrayList<>();
    drains.values().forEach(running -> list.add(running.drain()));
    return list;
  }

  // The list is made by the disk's thread, so that the last one written is the newest.
  private void keep() {
    kept(disk.now(() -> file.write(list())));
  }

  private void keepLater() {
    if (!disk.later(() -> kept(file.write(list())))) {
      kept(Optional.of("the disk is too slow"));
    }
  }

  private void kept(Optional<String> failure) {
    if (failure.isPresent() && !failure.equals(notKept)) {
      log.error("drains are not kept over a restart: {}", failure.get());
    }
    notKept = failure;
  }
}
