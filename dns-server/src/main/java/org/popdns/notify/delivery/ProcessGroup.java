package org.popdns.notify.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.popdns.platform.ProcessGroups;

/**
 * A program with all that it starts, as one group of processes, none of which outlives it: whoever
 * closes this ends them all. One thread.
 */
final class ProcessGroup implements AutoCloseable {

  /** Makes the program the leader of a group, and becomes it, so that its number stays. */
  private static final String SETSID = "/usr/bin/setsid";

  private final Process process;

  private ProcessGroup(Process process) {
    this.process = process;
  }

  /** Starts a program with its arguments; what it writes to standard error comes as its output. */
  static ProcessGroup start(List<String> run) throws IOException {
    List<String> command = new ArrayList<>(List.of(SETSID, "--"));
    command.addAll(run);
    return new ProcessGroup(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  Process process() {
    return process;
  }

  @Override
  public void close() {
    ProcessGroups.kill(process.pid());
    process.destroyForcibly();
  }
}
