package org.popdns.config.model;

import java.util.OptionalInt;

/**
 * How many threads answer, where they run, and which way datagrams take.
 *
 * @param count threads per address over UDP, and threads for all of TCP, from 1 to {@link #MOST};
 *     empty for one per processor that the process may use
 * @param placement whether each UDP worker stays on one processor
 * @param udp the way of datagrams
 */
public record WorkerSettings(OptionalInt count, Placement placement, UdpPath udp) {

  /** The largest count. */
  public static final int MOST = 1024;

  /** What holds where nothing is said. */
  public static final WorkerSettings DEFAULT =
      new WorkerSettings(OptionalInt.empty(), Placement.FREE, UdpPath.AUTO);

  /** Where workers run. */
  public enum Placement {
    /** Where the system puts them. */
    FREE,
    /** Each on one of the processors that the process may use, in turn. */
    PINNED
  }
}
