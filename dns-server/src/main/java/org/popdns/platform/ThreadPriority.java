package org.popdns.platform;

/** How much of a processor a thread gets beside others that want it (setpriority(2), nice(2)). */
public final class ThreadPriority {

  private static final int PRIO_PROCESS = 0;

  /** Beside a thread of common priority, about a tenth of a processor. */
  private static final int NICE = 10;

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
    // On Linux a priority is a thread's, not its process's.
    return thread > 0
        && SystemCalls.setpriority(SystemCalls.newErrno(), PRIO_PROCESS, thread, NICE) == 0;
  }
}
