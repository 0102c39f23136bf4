package org.popdns.publish;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Gives back what the taking up of a large configuration needed and the serving of it does not. The
 * collector would do so at its next cycle, which in a server that allocates next to nothing is
 * hours away. Called by the thread that took the configuration up.
 */
final class SpareMemory {

  private static final long WORTH_A_CYCLE_BYTES = 128 << 20;

  // Most of what a load leaves behind, G1 was seen to free with the second cycle only.
  private static final int FEWEST_CYCLES = 2;
  private static final int MOST_CYCLES = 4;
  private static final int WORTH_ANOTHER_SHARE = 16;

  private SpareMemory() {}

  /**
   * Asks the collector for a cycle beside the running threads, if there is enough to win. Where it
   * would stop them for that, it is not asked.
   */
  static void giveBack() {
    Runtime jvm = Runtime.getRuntime();
    if (jvm.totalMemory() < WORTH_A_CYCLE_BYTES || !isConcurrent()) {
      return;
    }
    long used = used(jvm);
    for (int cycle = 1; cycle <= MOST_CYCLES; cycle++) {
      long before = used;
      System.gc(); // returns when the cycle is over
      used = used(jvm);
      if (cycle >= FEWEST_CYCLES && used > before - before / WORTH_ANOTHER_SHARE) {
        return;
      }
    }
  }

  private static long used(Runtime jvm) {
    return jvm.totalMemory() - jvm.freeMemory();
  }

  private static boolean isConcurrent() {
    HotSpotDiagnosticMXBean jvm =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return jvm != null
        && "true".equals(jvm.getVMOption("ExplicitGCInvokesConcurrent").getValue())
        && "true".equals(jvm.getVMOption("UseG1GC").getValue());
  }
}
