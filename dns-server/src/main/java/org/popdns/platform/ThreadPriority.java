package org.popdns.platform;

/** How much of a processor a thread gets beside others that want it (setpriority(2), nice(2)). */
public final class ThreadPriority {

  private static final int PRIO_PROCESS = 0;

  /** Beside a thread of common priority, about a tenth of a processor. */
  private static final int NICE = 10;

  private ThreadPriority() {}

  /**
   * Lets the calling thread give way to those of common priority, for good. Nobody needs a right
   * for this. Where the system does not know it, nothing is done.
   *
   * @return true if it is so now
   */
  public static boolean giveWay() {
    if (LinuxSockets.obstacleOfSystem().isPresent()) {
      return false;
    }
    // On Linux who = 0 is the calling thread, not its process.
    return SystemCalls.setpriority(SystemCalls.newErrno(), PRIO_PROCESS, 0, NICE) == 0;
  }
}
