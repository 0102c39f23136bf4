package org.popdns.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.demo.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code popdns demo}: a site with six image servers on loopback, in one process. */
@Command(
    name = "demo",
    description = {
      "Try popdns: one site with six small image servers, in one process.",
      "It answers on 127.0.0.1 port 5300; its health endpoint is on 127.0.0.1 port 8053."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  popdns demo                    in one terminal",
      "  popdns demo stop image-0-3     in another: see its address go",
      "  popdns demo start image-0-3    and return"
    })
final class DemoCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  DemoCommand() {}

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    ConfigurationLoader loader = new ConfigurationLoader(Map.of(), () -> "demo");
    try (Demo demo = Demo.start(loader)) {
      Signals.onStop(demo::requestStop);
      demo.announceReady();
      PrintWriter out = spec.commandLine().getOut();
      out.print(demo.instructions());
      out.flush();
      demo.awaitStopRequest();
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }

  @Command(
      name = "stop",
      description = "Stop an image server of the running demo.",
      mixinStandardHelpOptions = true)
  int stop(@Parameters(paramLabel = "HOST", description = "image-0-1 to image-0-6") String host) {
    return change("demo-stop", host);
  }

  @Command(
      name = "start",
      description = "Start an image server of the running demo again.",
      mixinStandardHelpOptions = true)
  int start(@Parameters(paramLabel = "HOST", description = "image-0-1 to image-0-6") String host) {
    return change("demo-start", host);
  }

  private int change(String command, String host) {
    ControlRequest request = ControlRequest.of(command).with("host", host);
    PrintWriter err = spec.commandLine().getErr();
    return switch (ControlOptions.ask(Demo.socket(), request, TIMEOUT, err)) {
      case ControlOptions.Outcome.Failed(int exitCode) -> exitCode;
      case ControlOptions.Outcome.Done(JsonNode data) -> {
        spec.commandLine().getOut().println(data.path("message").asString());
        spec.commandLine().getOut().flush();
        yield ExitCode.OK;
      }
    };
  }
}
