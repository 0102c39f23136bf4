package org.popdns.answer;

import java.lang.foreign.MemorySegment;

/**
 * The messages of one long answer, such as a zone transfer (RFC 5936 §2.2), made one at a time when
 * there is room to send it: who reads slowly is answered slowly, and holds no more memory for it.
 * Called on the thread of the worker that took the request; other clients of that worker are
 * answered in between. Whoever has it closes it once, whether it came to its end or not.
 */
public interface ResponseSequence extends AutoCloseable {

  /** {@link #next} returns it when there is no further message. */
  int END = 0;

  /**
   * Writes the next message.
   *
   * @param response the buffer, which the sequence does not keep
   * @param offset where the message begins
   * @param capacity bytes that it may take: 65535 over TCP, over UDP as many as the client takes
   * @return the message's length in bytes, at least a header's, or {@link #END}
   */
  int next(MemorySegment response, long offset, int capacity);

  /** Lets go of what it holds: it is at its end, or the client is gone. */
  @Override
  void close();
}
