package org.popdns.fitness;

import java.util.Optional;

/**
 * The last attempt to read another node's status.
 *
 * @param beganNanos when the request began, by the monotonic clock
 * @param entry what the node said of the announcement; empty if it could not be read or has no such
 *     announcement
 */
public record PeerReading(long beganNanos, Optional<Entry> entry) {

  /**
   * What a node says of an announcement: one moment of it, never a mixture of two.
   *
   * @param announced true if each of its routes is announced
   * @param fit true if the node is fit
   * @param claim how far it is on its way to withdraw
   */
  public record Entry(boolean announced, boolean fit, Claim claim) {}
}
