package org.popdns.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.popdns.admin.socket.ControlRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code popdns notify test}: sends a test message, and says whether it arrived. */
@Command(
    name = "test",
    description =
        "Send a test message to a receiver, beside all that waits for it, and say whether it"
            + " arrived.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  popdns notify test oncall"})
final class NotifyTestCommand implements Callable<Integer> {

  /** More than the longest timeout of a receiver. */
  private static final Duration TIMEOUT = Duration.ofMinutes(6);

  @Parameters(paramLabel = "RECEIVER", description = "Its name in popdns.yaml.")
  private String receiver;

  @Mixin private ControlOptions control;
  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  NotifyTestCommand() {}

  @Override
  public Integer call() {
    ControlRequest request = ControlRequest.of("notify-test").with("receiver", receiver);
    return switch (control.ask(request, TIMEOUT, spec.commandLine().getErr())) {
      case ControlOptions.Outcome.Failed(int exitCode) -> exitCode;
      case ControlOptions.Outcome.Done _ -> {
        PrintWriter out = spec.commandLine().getOut();
        out.println("a test message was delivered to " + receiver);
        out.flush();
        yield ExitCode.OK;
      }
    };
  }
}
