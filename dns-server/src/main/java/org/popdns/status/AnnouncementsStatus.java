package org.popdns.status;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is announced, and what the other nodes say, for the operator. Immutable.
 *
 * @param entries by the announcements' names, in the configuration's order
 * @param drainsNotKept why drains don't outlive the process; empty if they do
 * @param historyNotKept the same of the history
 * @param queriesPerSecond what clients ask
 * @param peers by their names, {@code node.site}, sorted
 */
public record AnnouncementsStatus(
    Map<String, Entry> entries,
    Optional<String> drainsNotKept,
    Optional<String> historyNotKept,
    double queriesPerSecond,
    Map<String, Peer> peers) {

  /** Copies, in order. */
  public AnnouncementsStatus {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
  }

  /**
   * An announcement.
   *
   * @param state what the node is
   * @param preference how much traffic is wanted
   * @param since when the state, the routes or their preference last changed
   * @param reason what the lease says
   * @param claim what the other nodes are told
   * @param held why the guard keeps the routes of an unfit node
   * @param drainRefused why the last drain ended without a withdrawal
   * @param guardOverruled what the guard said to a withdrawal that the operator insisted on
   */
  public record Entry(
      String state,
      String preference,
      Since since,
      String reason,
      String claim,
      Optional<String> held,
      Optional<String> drainRefused,
      Optional<String> guardOverruled,
      Optional<Drain> drain,
      int keepSites,
      List<Route> routes) {

    /** Copies the list. */
    public Entry {
      routes = List.copyOf(routes);
    }
  }

  /**
   * An operator's order to drain.
   *
   * @param by who gave it
   * @param evenIfLast true if it overrules the last-site guard
   * @param until when it ends by itself; empty if it does not
   */
  public record Drain(
      String reason, String by, Since since, boolean evenIfLast, Optional<Instant> until) {}

  /** A prefix, and whether the lease announces it. */
  public record Route(String prefix, boolean announced) {}

  /**
   * Another node, as it was read the last time.
   *
   * @param page what it told; empty if it could not be read
   * @param failure why not; empty text if it could
   */
  public record Peer(String site, String node, Optional<PeerPage> page, String failure) {}
}
