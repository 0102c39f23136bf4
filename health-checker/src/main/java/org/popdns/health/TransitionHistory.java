package org.popdns.health;

import java.util.ArrayDeque;
import java.util.List;

/**
 * The last transitions of all endpoints. The checker's thread writes, anyone reads; when full, each
 * new one displaces the oldest.
 */
final class TransitionHistory {
  /** Room for every endpoint of a large site to go and return once. */
  static final int CAPACITY = 256;

  private final ArrayDeque<Transition> newestFirst = new ArrayDeque<>(CAPACITY);

  synchronized void add(Transition transition) {
    if (newestFirst.size() == CAPACITY) {
      newestFirst.removeLast();
    }
    newestFirst.addFirst(transition);
  }

  /** A copy, newest first. */
  synchronized List<Transition> newestFirst() {
    return List.copyOf(newestFirst);
  }
}
