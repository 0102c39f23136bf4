package org.popdns.events;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The last events in their order: a thousand of endpoints and clusters, and a thousand of all else,
 * so that a large failure pushes no drain and no withdrawal out. Not for several threads.
 */
final class RecentEvents {

  /** Of either sort. */
  static final int KEPT = 1000;

  private final Deque<Event> events = new ArrayDeque<>();
  private int ofHealth;

  void add(Event event) {
    events.addLast(event);
    boolean health = event.isOfHealth();
    if (health) {
      ofHealth++;
    }
    if ((health ? ofHealth : events.size() - ofHealth) > KEPT) {
      removeOldest(health);
    }
  }

  private void removeOldest(boolean health) {
    Iterator<Event> oldest = events.iterator();
    while (oldest.next().isOfHealth() != health) {
      // The other sort's are older.
    }
    oldest.remove();
    if (health) {
      ofHealth--;
    }
  }

  int size() {
    return events.size();
  }

  /** A copy, the oldest first. */
  List<Event> list() {
    return new ArrayList<>(events);
  }

  /** All of them, which are then here no more. */
  List<Event> drain() {
    List<Event> all = list();
    events.clear();
    ofHealth = 0;
    return all;
  }
}
