package org.popdns.health;

import java.util.LinkedHashSet;

/**
 * Bounds how many probes run at once, and so the descriptors they hold; the others wait in the
 * order in which they fell due. On the checker's thread only.
 *
 * <p>A probe leaves after its timeout at the latest, so {@value #LIMIT} of them with a timeout of
 * one second let at least {@value #LIMIT} endpoints through per second even if all of them are
 * dead. The schedule's promise therefore holds for as many endpoints as {@value #LIMIT} × interval
 * / timeout: 1024 with the usual 2 s and 1 s. Healthy endpoints answer in milliseconds, and many
 * more fit.
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
