package org.popdns.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.popdns.admin.socket.ControlRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code popdns stop}: ends the running server and returns when it no longer answers. */
@Command(
    name = "stop",
    description = "End the running server; returns when it no longer answers.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  popdns stop"})
final class StopCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Mixin private ControlOptions control;
  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  StopCommand() {}

  @Override
  public Integer call() {
    return switch (control.ask(ControlRequest.of("stop"), TIMEOUT, spec.commandLine().getErr())) {
      case ControlOptions.Outcome.Failed(int exitCode) -> exitCode;
      case ControlOptions.Outcome.Done done -> {
        spec.commandLine().getOut().println("stopped");
        spec.commandLine().getOut().flush();
        yield ExitCode.OK;
      }
    };
  }
}
