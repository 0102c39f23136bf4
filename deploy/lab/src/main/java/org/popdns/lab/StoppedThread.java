package org.popdns.lab;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Stops one thread of a process, as a worker that hangs, while the others go on. Prints the time in
 * ms when it had stopped. When this process ends, however that comes about, the kernel lets the
 * thread go on.
 *
 * <p>Arguments: {@code PID START_OF_THE_THREADS_NAME}
 */
final class StoppedThread {

  private StoppedThread() {}

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path tasks = Path.of("/proc", arguments[0], "task");
    int thread = find(tasks, arguments[1]);
    Linux.ptrace(Linux.PTRACE_SEIZE, thread);
    // In the middle of Java code it would hold up the whole JVM at its next safepoint: a thread
    // that hangs by itself does so in a system call.
    do {
      Linux.ptrace(Linux.PTRACE_INTERRUPT, thread);
      Linux.awaitStop(thread);
      if (isInSystemCall(tasks.resolve(String.valueOf(thread)))) {
        System.out.println("stopped " + thread + " at " + System.currentTimeMillis());
        Thread.currentThread().join(); // For ever: the thread belongs to the one that stopped it.
      }
      Linux.ptrace(Linux.PTRACE_CONT, thread);
      Thread.sleep(1);
    } while (true);
  }

  private static int find(Path tasks, String start) throws IOException {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        if (Files.readString(thread.resolve("comm")).startsWith(start)) {
          return Integer.parseInt(thread.getFileName().toString());
        }
      }
    }
    throw new IOException("no thread under " + tasks + " is called " + start + "...");
  }

  /** By {@code proc_pid_syscall(5)}: -1 is a thread that was stopped outside of any. */
  private static boolean isInSystemCall(Path thread) throws IOException {
    return !Files.readString(thread.resolve("syscall")).startsWith("-1 ");
  }
}
