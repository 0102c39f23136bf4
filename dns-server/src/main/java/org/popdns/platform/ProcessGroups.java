package org.popdns.platform;

/** Groups of processes, which end together (kill(2)). Stateless. */
public final class ProcessGroups {

  private static final int SIGKILL = 9;

  private ProcessGroups() {}

  /**
   * Ends all processes of a group at once. Nothing happens if there is none.
   *
   * @param leader the number of the process that made the group; greater than 1
   */
  public static void kill(long leader) {
    if (leader <= 1 || leader > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("no process group " + leader);
    }
    SystemCalls.kill(SystemCalls.newErrno(), -(int) leader, SIGKILL);
  }
}
