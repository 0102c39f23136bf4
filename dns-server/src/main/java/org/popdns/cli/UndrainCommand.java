package org.popdns.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.popdns.admin.socket.ControlRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code popdns undrain}: ends a drain. */
@Command(
    name = "undrain",
    description = "End a drain: the routes are announced again as soon as the node is fit.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  popdns undrain", "  popdns undrain --announce images"})
final class UndrainCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Option(
      names = "--announce",
      paramLabel = "NAME",
      description = "This announcement only (default: all).")
  private Optional<String> announce = Optional.empty();

  @Mixin private ControlOptions control;
  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  UndrainCommand() {}

  @Override
  public Integer call() {
    ControlRequest request = ControlRequest.of("undrain");
    if (announce.isPresent()) {
      request = request.with("announce", announce.get());
    }
    return switch (control.ask(request, TIMEOUT, spec.commandLine().getErr())) {
      case ControlOptions.Outcome.Failed(int exitCode) -> exitCode;
      case ControlOptions.Outcome.Done(JsonNode ended) -> {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode names = ended.path("announcements");
        if (names.isEmpty()) {
          out.println("nothing was drained");
        }
        names.forEach(name -> out.println(name.asString() + " is no longer drained"));
        out.flush();
        if (ended.has("notKept")) {
          Popdns.complain(
              spec.commandLine().getErr(),
              "after a restart the drain may be back: " + ended.path("notKept").asString(""));
        }
        yield ExitCode.OK;
      }
    };
  }
}
