package org.popdns.platform;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** On which processors a thread runs (sched_setaffinity(2)). */
public final class CpuAffinity {

  // Room for 8192 processors, more than a kernel is built for.
  private static final int MASK_BYTES = 1024;

  private CpuAffinity() {}

  /**
   * The processors that the calling thread may run on, by their numbers, ascending.
   *
   * @throws SystemCallException if the system does not tell
   */
  public static int[] allowed() throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MASK_BYTES, 8);
      int result = SystemCalls.getaffinity(SystemCalls.newErrno(), mask);
      if (result < 0) {
        throw new SystemCallException("sched_getaffinity", -result);
      }
      return java.util.stream.IntStream.range(0, MASK_BYTES * 8)
          .filter(cpu -> (mask.get(ValueLayout.JAVA_BYTE, cpu >>> 3) >>> (cpu & 7) & 1) != 0)
          .toArray();
    }
  }

  /**
   * Keeps the calling thread on one processor.
   *
   * @param cpu its number
   * @throws SystemCallException if it may not run there
   */
  public static void pin(int cpu) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MASK_BYTES, 8);
      mask.set(ValueLayout.JAVA_BYTE, cpu >>> 3, (byte) (1 << (cpu & 7)));
      int result = SystemCalls.setaffinity(SystemCalls.newErrno(), mask);
      if (result < 0) {
        throw new SystemCallException("sched_setaffinity", -result);
      }
    }
  }
}
