package org.popdns.platform;

import java.lang.foreign.MemorySegment;

/** recvmmsg(2) and sendmmsg(2) themselves. Stateless. */
final class SystemDatagramCalls implements DatagramCalls {

  // Waits for the first datagram only. recvmmsg(2), "Bugs": its time-out is none, so it gets none.
  private static final int MSG_WAITFORONE = 0x10000;

  @Override
  public int receive(MemorySegment errno, int descriptor, MemorySegment headers, int count) {
    return SystemCalls.recvmmsg(errno, descriptor, headers, count, MSG_WAITFORONE);
  }

  @Override
  public int send(MemorySegment errno, int descriptor, MemorySegment headers, int count) {
    return SystemCalls.sendmmsg(errno, descriptor, headers, count, 0);
  }
}
