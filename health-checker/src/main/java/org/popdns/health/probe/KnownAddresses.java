package org.popdns.health.probe;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.popdns.health.probe.AddressLookup.Answer;
import org.popdns.name.DomainName;

/**
 * Where names lead, for the probes of a loop, on whose thread all of it happens. An answer holds as
 * long as its TTL says, within bounds; a name is asked for once at a time, whoever waits. Where
 * those who are asked are silent, the last addresses hold on (RFC 8767): that a resolver is ill
 * says nothing of the servers.
 */
final class KnownAddresses {

  /** Who is probed each second need not ask each time. */
  static final Duration SHORTEST = Duration.ofSeconds(1);

  /** A name that has moved is followed within this time, whatever its TTL was. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  /** A name that was mended is found soon. */
  static final Duration OF_NOTHING = Duration.ofSeconds(5);

  /** RFC 8767 §5: one to three days. */
  static final Duration STALE = Duration.ofDays(1);

  private final EventLoop loop;
  private final AddressLookup lookup;
  private final LongSupplier nanoTime;
  private final Map<DomainName, Known> names = new HashMap<>();
  private Map<DomainName, List<InetAddress>> own = Map.of();

  /**
   * Knows nothing yet.
   *
   * @param nanoTime by which answers grow old
   */
  KnownAddresses(EventLoop loop, AddressLookup lookup, LongSupplier nanoTime) {
    this.loop = loop;
    this.lookup = lookup;
    this.nanoTime = nanoTime;
  }

  /** Where a name leads, or why nowhere. */
  sealed interface Found {

    /**
     * To addresses.
     *
     * @param remark to be put behind what they come to; empty if there is nothing to say
     */
    record Addresses(List<InetAddress> addresses, String remark) implements Found {}

    /** Nowhere. */
    record None(String reason) implements Found {}
  }

  /** These names are not asked for from now on; those without addresses have none. */
  void own(Map<DomainName, List<InetAddress>> addresses) {
    own = Map.copyOf(addresses);
  }

  /**
   * Finds out.
   *
   * @param timeout when it is to be over; what is known is used after half of it
   * @param whenFound called once within the time, never before this method has returned, unless
   *     that is cancelled
   */
  Prober.Running find(DomainName name, Duration timeout, Consumer<Found> whenFound) {
    Waiting waiting = new Waiting(name, whenFound);
    List<InetAddress> ofOurs = own.get(name);
    if (ofOurs != null) {
      waiting.endSoon(
          ofOurs.isEmpty()
              ? new Found.None("the name has no addresses in the zones of this server")
              : new Found.Addresses(ofOurs, ""));
      return waiting;
    }
    Known known = names.computeIfAbsent(name, any -> new Known());
    long now = nanoTime.getAsLong();
    known.askedAtNanos = now;
    if (known.answer != null && now - known.freshUntilNanos < 0) {
      waiting.endSoon(known.answer);
      return waiting;
    }
    boolean stale = known.stale(now) != null;
    waiting.patience =
        loop.schedule(
            () -> giveUp(name, "no resolver has answered", waiting),
            stale ? timeout.toNanos() / 2 : timeout.toNanos(),
            TimeUnit.NANOSECONDS);
    known.waiting.add(waiting);
    if (!known.asking) {
      known.asking = true;
      lookup.ask(name, answer -> onLoop(() -> answered(name, answer)));
    }
    return waiting;
  }

  private void onLoop(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException closed) {
      // The checker has ended, and nobody waits.
    }
  }

  private void answered(DomainName name, Answer answer) {
    Known known = names.get(name);
    if (known == null) {
      return;
    }
    long now = nanoTime.getAsLong();
    known.asking = false;
    switch (answer) {
      case Answer.Found(List<InetAddress> addresses, long ttlSeconds) -> {
        long seconds = Math.clamp(ttlSeconds, SHORTEST.toSeconds(), LONGEST.toSeconds());
        known.addresses = addresses;
        known.addressesAtNanos = now;
        known.hold(new Found.Addresses(addresses, ""), now, Duration.ofSeconds(seconds));
      }
      case Answer.Nothing(String reason) -> {
        known.addresses = List.of();
        known.hold(new Found.None(reason), now, OF_NOTHING);
      }
      case Answer.Silence(String reason) -> {
        List.copyOf(known.waiting).forEach(waiting -> giveUp(name, reason, waiting));
        return;
      }
    }
    List<Waiting> all = List.copyOf(known.waiting);
    known.waiting.clear();
    Found found = known.answer;
    if (found != null) {
      all.forEach(waiting -> waiting.end(found));
    }
    names.values().removeIf(each -> each.isForgotten(now));
  }

  private void giveUp(DomainName name, String reason, Waiting waiting) {
    Known known = names.get(name);
    Found stale = known == null ? null : known.stale(nanoTime.getAsLong());
    if (known != null) {
      known.waiting.remove(waiting);
    }
    waiting.end(stale == null ? new Found.None(reason) : stale);
  }

  /** What is known of a name. */
  private static final class Known {

    final List<Waiting> waiting = new ArrayList<>();
    boolean asking;
    long askedAtNanos;
    @Nullable Found answer;
    long freshUntilNanos;
    List<InetAddress> addresses = List.of();
    long addressesAtNanos;

    void hold(Found held, long now, Duration time) {
      answer = held;
      freshUntilNanos = now + time.toNanos();
    }

    /** The addresses of before, if they are not too old; null if there are none. */
    @Nullable Found stale(long now) {
      long age = now - addressesAtNanos;
      return addresses.isEmpty() || age > STALE.toNanos()
          ? null
          : new Found.Addresses(
              addresses,
              " (by the answer of "
                  + TimeUnit.NANOSECONDS.toSeconds(age)
                  + " s ago: no resolver answers)");
    }

    boolean isForgotten(long now) {
      return waiting.isEmpty() && now - askedAtNanos > STALE.toNanos();
    }
  }

  /** Who waits for an answer. */
  private final class Waiting implements Prober.Running {

    private final DomainName name;
    private final Consumer<Found> whenFound;
    private @Nullable ScheduledFuture<?> patience;
    private boolean ended;

    Waiting(DomainName name, Consumer<Found> whenFound) {
      this.name = name;
      this.whenFound = whenFound;
    }

    void endSoon(Found found) {
      loop.execute(() -> end(found));
    }

    void end(Found found) {
      if (!ended) {
        stop();
        whenFound.accept(found);
      }
    }

    @Override
    public void cancel() {
      Known known = names.get(name);
      if (known != null) {
        known.waiting.remove(this);
      }
      stop();
    }

    private void stop() {
      ended = true;
      if (patience != null) {
        patience.cancel(false);
      }
    }
  }
}
