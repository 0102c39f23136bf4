package org.popdns.notify.alert;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.popdns.time.Moment;

/** How many messages one route has sent lately. One thread. */
final class RouteRate {

  private final Deque<Long> sentNanos = new ArrayDeque<>();
  private @Nullable Long refreshedNanos;

  /** How many more it may send now. */
  int allowed(int most, Moment now, Duration within) {
    while (!sentNanos.isEmpty() && now.nanos() - sentNanos.getFirst() >= within.toNanos()) {
      sentNanos.removeFirst();
    }
    return Math.max(0, most - sentNanos.size());
  }

  void sent(Moment now) {
    sentNanos.addLast(now.nanos());
  }

  /** True once in so much time. */
  boolean isToRefresh(Moment now, Duration every) {
    Long last = refreshedNanos;
    if (last != null && now.nanos() - last < every.toNanos()) {
      return false;
    }
    refreshedNanos = now.nanos();
    return true;
  }
}
