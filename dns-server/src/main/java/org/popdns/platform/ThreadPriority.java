package org.popdns.platform;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalLong;

/**
 * How much of a processor a thread gets beside others that want it (setpriority(2), nice(2)), and
 * how soon it gets it when it wakes up.
 *
 * <p>Since Linux 6.12 a thread says for how long it asks at once (sched_setattr(2)); one that wakes
 * up and asks for less than the one that runs need not wait until that is through, which would be
 * some milliseconds. On older systems all ask for the same, and what is said here is not heard.
 */
public final class ThreadPriority {

  private static final int PRIO_PROCESS = 0;

  /** Beside a thread of common priority, about a tenth of a processor. */
  private static final int NICE = 10;

  /** The least and the most that can be asked for; common is about 3 ms. */
  private static final long SHORTEST_SLICE_NANOSECONDS = 100_000;

  private static final long LONGEST_SLICE_NANOSECONDS = 100_000_000;

  // struct sched_attr, as it was first: all systems know it so.
  private static final int ATTRIBUTES_BYTES = 48;
  private static final int SIZE = 0;
  private static final int POLICY = 4;
  private static final int SLICE = 24;

  private static final int SCHED_OTHER = 0;

  private static final int UNKNOWN = -1;

  private ThreadPriority() {}

  /** The calling thread's number; a negative one where the system does not know such numbers. */
  public static int currentThread() {
    return LinuxSockets.obstacleOfSystem().isPresent()
        ? UNKNOWN
        : SystemCalls.gettid(SystemCalls.newErrno());
  }

  /**
   * Lets a thread of this process give way to those of common priority, for good. Nobody needs a
   * right for this. Where the system does not know it, nothing is done.
   *
   * @param thread its number, of {@link #currentThread}
   * @return true if it is so now
   */
  public static boolean giveWay(int thread) {
    if (thread <= 0) {
      return false;
    }
    // On Linux a priority is a thread's, not its process's.
    boolean done = SystemCalls.setpriority(SystemCalls.newErrno(), PRIO_PROCESS, thread, NICE) == 0;
    askFor(LONGEST_SLICE_NANOSECONDS, thread);
    return done;
  }

  /**
   * Lets the calling thread run as soon as it wakes up, where another thread is in the midst of its
   * turn; it gets no more of the processor for that. Nobody needs a right for this. Where the
   * system does not know it, or the thread has been given another policy, nothing is done.
   */
  public static void runAtOnce() {
    int thread = currentThread();
    if (thread > 0) {
      askFor(SHORTEST_SLICE_NANOSECONDS, thread);
    }
  }

  private static void askFor(long nanoseconds, int thread) {
    MemorySegment errno = SystemCalls.newErrno();
    MemorySegment attributes = Arena.ofAuto().allocate(ATTRIBUTES_BYTES, Long.BYTES);
    if (SystemCalls.getSchedule(errno, thread, attributes) == 0
        && attributes.get(ValueLayout.JAVA_INT, POLICY) == SCHED_OTHER) {
      attributes.set(ValueLayout.JAVA_INT, SIZE, ATTRIBUTES_BYTES);
      attributes.set(ValueLayout.JAVA_LONG, SLICE, nanoseconds);
      // Refused by some sandboxes: then it is as it was.
      SystemCalls.setSchedule(errno, thread, attributes);
    }
  }

  /** For how many nanoseconds a thread asks at once; empty where the system does not tell. */
  static OptionalLong sliceNanoseconds(int thread) {
    MemorySegment attributes = Arena.ofAuto().allocate(ATTRIBUTES_BYTES, Long.BYTES);
    long slice =
        thread > 0 && SystemCalls.getSchedule(SystemCalls.newErrno(), thread, attributes) == 0
            ? attributes.get(ValueLayout.JAVA_LONG, SLICE)
            : 0;
    return slice == 0 ? OptionalLong.empty() : OptionalLong.of(slice);
  }
}
