package org.popdns.platform;

import java.lang.foreign.MemorySegment;

/**
 * The two system calls of a {@link DatagramRing}. There is one way to make them; tests stand in for
 * the system where it has to fail in a way that it can't be brought to.
 */
public interface DatagramCalls {

  /** The system's. */
  DatagramCalls SYSTEM = new SystemDatagramCalls();

  /**
   * Waits for a datagram and takes what has come by then.
   *
   * @param errno where the error number goes
   * @param descriptor the socket's
   * @param headers an array of mmsghdr
   * @param count its length
   * @return how many came, or a negative error number
   */
  int receive(MemorySegment errno, int descriptor, MemorySegment headers, int count);

  /**
   * Sends datagrams.
   *
   * @param errno where the error number goes
   * @param descriptor the socket's
   * @param headers an array of mmsghdr
   * @param count its length
   * @return how many were sent, at least 1, or a negative error number of the first one's
   */
  int send(MemorySegment errno, int descriptor, MemorySegment headers, int count);
}
