package org.popdns.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.popdns.admin.socket.ControlRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code popdns history}: what was announced and withdrawn when, and why. */
@Command(
    name = "history",
    description =
        "What was announced and withdrawn, and when the health checker suspected itself, with the"
            + " reasons: the last thousand changes.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  popdns history | tail", "  popdns history -o json"})
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
          case TEXT -> changes.forEach(change -> out.println(line(change)));
        }
        out.flush();
        yield ExitCode.OK;
      }
    };
  }

  private static String line(JsonNode change) {
    if (change.has("checker")) {
      return "%s health checker: %s: %s"
          .formatted(
              change.path("at").asString("-"),
              change.path("checker").asString("-"),
              change.path("reason").asString("-"));
    }
    return "%s %s: %s -> %s after %s s, %s, preference %s: %s"
        .formatted(
            change.path("at").asString("-"),
            change.path("announcement").asString("-"),
            change.path("from").asString("-"),
            change.path("to").asString("-"),
            change.path("lastedSeconds").asString("-"),
            change.path("routes").asString("-"),
            change.path("preference").asString("-"),
            change.path("reason").asString("-"));
  }
}
