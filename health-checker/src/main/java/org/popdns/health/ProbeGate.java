package org.popdns.health;

import java.util.LinkedHashSet;

/**
 * Bounds how many probes run at once, and so the descriptors they hold; the others wait in the
 * order in which they fell due. On the checker's thread only.
 *
 * <p>Up to {@value #LIMIT} endpoints never wait, and the schedule's promise holds by construction.
 * Above that, they wait only while {@value #LIMIT} servers let their timeouts run out at the same
 * time (healthy ones answer in milliseconds): with the usual 2 s and 1 s, a node whose 768
 * endpoints all swallow packets still keeps the promise, since the random gaps spread them; with
 * more it notices later.
 */
final class ProbeGate {
  static final int LIMIT = 512;

  private final int limit;
  private final LinkedHashSet<EndpointWatch> waiting = new LinkedHashSet<>();
  private int running;

  ProbeGate(int limit) {
    this.limit = limit;
  }

  /** Begins the watch's probe, now or when its turn comes. */
  void enter(EndpointWatch watch) {
    if (running < limit) {
      running++;
      watch.begin();
    } else {
      waiting.add(watch);
    }
  }

  /** A probe that had begun has ended; the next one's turn comes. */
  void leave() {
    running--;
    if (!waiting.isEmpty()) {
      running++;
      waiting.removeFirst().begin();
    }
  }

  /** The watch no longer wants its turn; nothing happens if it was not waiting. */
  void withdraw(EndpointWatch watch) {
    waiting.remove(watch);
  }
}
