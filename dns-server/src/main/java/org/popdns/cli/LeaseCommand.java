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
import tools.jackson.databind.JsonNode;

/** {@code popdns lease}: what an announcer may announce for the next seconds. */
@Command(
    name = "lease",
    description = "What may be announced, and for how long that holds: what announcers obey.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The text is a key with its values in each line; keys repeat, unknown ones are to be",
      "ignored, and without the last line, 'end', it is cut off and no lease.",
      "",
      "Examples:",
      "  popdns lease images",
      "  popdns lease images -o json"
    })
final class LeaseCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  @Parameters(paramLabel = "NAME", description = "The announcement.")
  private String name;

  @Mixin private OutputOption output;
  @Mixin private ControlOptions control;
  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  LeaseCommand() {}

  @Override
  public Integer call() {
    ControlRequest request =
        ControlRequest.of("lease")
            .with("name", name)
            .with("format", output.format() == OutputFormat.TEXT ? "text" : "json");
    PrintWriter out = spec.commandLine().getOut();
    return switch (control.ask(request, TIMEOUT, spec.commandLine().getErr())) {
      case ControlOptions.Outcome.Failed(int exitCode) -> exitCode;
      case ControlOptions.Outcome.Done(JsonNode lease) -> {
        switch (output.format()) {
          case JSON -> out.println(lease.toPrettyString());
          case TEXT -> out.print(lease.asString());
        }
        out.flush();
        yield ExitCode.OK;
      }
    };
  }
}
