package org.popdns.control;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Gives back what the taking up of a large configuration needed and the serving of it does not. The
 * collector would do so at its next cycle, which in a server that allocates next to nothing is
 * hours away. Called by the thread that took the configuration up.
 */
final class SpareMemory {

  private static final long WORTH_A_CYCLE_BYTES = 128 << 20;

  private SpareMemory() {}

  /**
   * Asks the collector for a cycle beside the running threads, if there is enough to win. Where it
   * would stop them for that, it is not asked.
   */
  static void giveBack() {
    if (Runtime.getRuntime().totalMemory() >= WORTH_A_CYCLE_BYTES && isConcurrent()) {
      System.gc();
    }
  }

  private static boolean isConcurrent() {
    HotSpotDiagnosticMXBean jvm =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return jvm != null
        && "true".equals(jvm.getVMOption("ExplicitGCInvokesConcurrent").getValue())
        && "true".equals(jvm.getVMOption("UseG1GC").getValue());
  }
}
