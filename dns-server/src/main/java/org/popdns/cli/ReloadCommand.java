package org.popdns.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.status.NodeStatus;
import org.popdns.status.StatusReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code popdns reload}: the running server reads its files again. */
@Command(
    name = "reload",
    description = "Read the configuration files again; returns when clients see them.",
    mixinStandardHelpOptions = true,
    exitCodeList = {
      " 0:done",
      " 1:failed, or the configuration is invalid",
      " 2:wrong usage",
      " 3:not running",
      " 4:done, but zones are broken or files left out"
    },
    footer = {
      "",
      "A configuration with errors changes nothing; the errors are shown here. With",
      "'on-error: keep' the zones that are right are taken up all the same, and the exit code",
      "is 4. One that removes every zone, or more than 'max-removed' of the zones, of their",
      "names, or of a cluster's members, changes nothing either, unless --allow-removal says",
      "that it is meant.",
      "",
      "Example:",
      "  git pull && popdns reload"
    })
final class ReloadCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  @Mixin private ControlOptions control;

  @Option(
      names = "--allow-removal",
      description = "Serve the files even if they remove more than 'max-removed', or every zone.")
  private boolean allowRemoval;

  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  ReloadCommand() {}

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    return switch (control.ask(request(), TIMEOUT, err)) {
      case ControlOptions.Outcome.Failed(int exitCode) -> exitCode;
      case ControlOptions.Outcome.Done(JsonNode report) -> show(report, err);
    };
  }

  private ControlRequest request() {
    ControlRequest request = ControlRequest.of("reload");
    return allowRemoval ? request.with("removal", "allow") : request;
  }

  private int show(JsonNode report, PrintWriter err) {
    err.print(report.path("problems").asString());
    err.flush();
    if (!report.path("reloaded").asBoolean()) {
      Popdns.complain(
          err, "not reloaded, the server goes on as before: " + report.path("reason").asString());
      return ExitCode.FAILED;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "reloaded: %d of %d zones changed, %d endpoints are checked; took %d ms%n",
        report.path("zonesChanged").asInt(),
        report.path("zones").asInt(),
        report.path("endpoints").asInt(),
        report.path("milliseconds").asLong());
    String news = report.path("news").asString();
    if (!news.isEmpty()) {
      out.println(news);
    }
    out.flush();
    List<NodeStatus.BrokenZone> broken = StatusReader.brokenZones(report);
    broken.forEach(zone -> Popdns.complain(err, BrokenZoneText.of(zone)));
    List<NodeStatus.LeftOutFile> leftOut = StatusReader.leftOutFiles(report);
    leftOut.forEach(file -> Popdns.complain(err, BrokenZoneText.ofLeftOut(file)));
    return broken.isEmpty() && leftOut.isEmpty() ? ExitCode.OK : ExitCode.ZONES_BROKEN;
  }
}
