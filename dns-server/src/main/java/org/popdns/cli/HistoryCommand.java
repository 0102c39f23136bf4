package org.popdns.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.events.EventJson;
import org.popdns.events.EventText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code popdns history}: what happened when, and why. */
@Command(
    name = "history",
    description =
        "What happened, and why: announcements and drains, configurations, starts and stops, and"
            + " what the health checker thought of itself, the last thousand of these; endpoints"
            + " and clusters, the last thousand of those.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  popdns history | tail",
      "  popdns history | grep images",
      "  popdns history -o json"
    })
final class HistoryCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Mixin private OutputOption output;
  @Mixin private ControlOptions control;
  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  HistoryCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    return switch (control.ask(
        ControlRequest.of("history"), TIMEOUT, spec.commandLine().getErr())) {
      case ControlOptions.Outcome.Failed(int exitCode) -> exitCode;
      case ControlOptions.Outcome.Done(JsonNode changes) -> {
        switch (output.format()) {
          case JSON -> out.println(changes.toPrettyString());
          case TEXT ->
              changes.forEach(change -> out.println(EventText.history(EventJson.read(change))));
        }
        out.flush();
        yield ExitCode.OK;
      }
    };
  }
}
