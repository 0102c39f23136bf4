package org.popdns.snapshot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the slots. Zones are compiled with these numbers, and a zone compiled earlier goes on
 * with its own, so a number once given is never given to another key. The control side's only;
 * guarded by its own lock, since zones are compiled in parallel.
 */
public final class SlotDirectory {

  private final Map<SlotKey, Integer> indexes = new HashMap<>();
  private final List<SlotKey> keys = new ArrayList<>();

  /** The key's number, a new one at its first use. */
  public synchronized int indexOf(SlotKey key) {
    return indexes.computeIfAbsent(
        key,
        k -> {
          keys.add(k);
          return keys.size() - 1;
        });
  }

  /** The keys by their numbers, as of now. */
  public synchronized List<SlotKey> keys() {
    return List.copyOf(keys);
  }
}
