package org.popdns.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.status.StatusReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code popdns status}: what the running server answers, and why. */
@Command(
    name = "status",
    description = "Show what the running server answers, and why.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  popdns status",
      "  popdns status -o json | jq '.clusters[].answeredFrom'"
    })
final class StatusCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Mixin private ControlOptions control;

  @Mixin private OutputOption output;

  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  StatusCommand() {}

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    PrintWriter out = spec.commandLine().getOut();
    return switch (control.ask(ControlRequest.of("status"), TIMEOUT, err)) {
      case ControlOptions.Outcome.Failed(int exitCode) -> exitCode;
      case ControlOptions.Outcome.Done(JsonNode data) -> {
        try {
          switch (output.format()) {
            case JSON -> out.println(data.toPrettyString());
            case TEXT -> out.print(new StatusText(Instant.now()).render(StatusReader.read(data)));
          }
        } catch (IllegalArgumentException e) {
          Popdns.complain(err, "what came back is no status of popdns: " + e.getMessage());
          yield ExitCode.FAILED;
        }
        out.flush();
        yield ExitCode.OK;
      }
    };
  }
}
