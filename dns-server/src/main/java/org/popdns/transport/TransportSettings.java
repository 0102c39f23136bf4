package org.popdns.transport;

/**
 * How many threads answer, and by which way.
 *
 * @param workers threads per address over UDP, and threads for all of TCP; at least 1
 * @param placement whether each UDP worker stays on one processor
 * @param udp the way of datagrams
 */
public record TransportSettings(int workers, Placement placement, UdpPath udp) {

  /** Where workers run. */
  public enum Placement {
    /** Where the system puts them. */
    FREE,
    /** Each on one of the processors that the process may use, in turn. */
    PINNED
  }

  /** One worker per processor that this process may use, put by the system, by the best way. */
  public static TransportSettings ofThisMachine() {
    return new TransportSettings(
        Runtime.getRuntime().availableProcessors(), Placement.FREE, UdpPath.AUTO);
  }
}
