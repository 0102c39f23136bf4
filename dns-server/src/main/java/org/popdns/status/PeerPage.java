package org.popdns.status;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a node tells the other nodes. Immutable.
 *
 * @param entries by the announcements' names, in their order
 */
public record PeerPage(String site, String node, Map<String, Entry> entries) {

  /** Copies, in order. */
  public PeerPage {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /**
   * An announcement.
   *
   * @param announced true if each of its routes is announced
   * @param state what the node is
   * @param claim how far it is on its way to withdraw
   * @param reason in one line
   */
  public record Entry(boolean announced, String state, String claim, String reason) {}
}
