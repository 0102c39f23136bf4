package org.popdns.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
      " 0:done, or with --dry-run: would be",
      " 1:failed, refused, or the configuration is invalid",
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
      "that it is meant. Neither does one that gives other addresses to more of the last hour's",
      "queries than 'max-change' or --max-change allow.",
      "",
      "Examples:",
      "  git pull && popdns reload",
      "  git pull && popdns reload --dry-run",
      "  git pull && popdns reload --max-change 20%%"
    })
final class ReloadCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  @Mixin private ControlOptions control;

  @Option(
      names = "--allow-removal",
      description = "Serve the files even if they remove more than 'max-removed', or every zone.")
  private boolean allowRemoval;

  @Option(
      names = "--max-change",
      paramLabel = "SHARE",
      converter = ShareOption.class,
      description = {
        "Refuse if more than SHARE of the last hour's queries would get",
        "other addresses, such as 20%%; without it 'max-change' of the",
        "files that are served holds."
      })
  private Optional<Integer> maxChange = Optional.empty();

  @Option(
      names = "--dry-run",
      description = {
        "Change nothing; show which clients would get other addresses,",
        "for what share of the queries, and whether it would be refused."
      })
  private boolean dryRun;

  @Mixin private OutputOption output;

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
    ControlRequest allowed = allowRemoval ? request.with("removal", "allow") : request;
    ControlRequest limited =
        maxChange
            .map(percent -> allowed.with("maxChange", Integer.toString(percent)))
            .orElse(allowed);
    return dryRun ? limited.with("dryRun", "true") : limited;
  }

  private int show(JsonNode report, PrintWriter err) {
    if (output.format() == OutputFormat.JSON) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(report.toPrettyString());
      out.flush();
      boolean refused = dryRun ? report.has("reason") : !report.path("reloaded").asBoolean();
      return refused ? ExitCode.FAILED : exitCode(report);
    }
    err.print(report.path("problems").asString());
    err.flush();
    if (dryRun) {
      PrintWriter out = spec.commandLine().getOut();
      new ImpactText(out).dryRun(report);
      out.flush();
      return report.has("reason") ? ExitCode.FAILED : ExitCode.OK;
    }
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
    for (String told : List.of("news", "change")) {
      String text = report.path(told).asString();
      if (!text.isEmpty()) {
        out.println(text);
      }
    }
    out.flush();
    List<NodeStatus.BrokenZone> broken = StatusReader.brokenZones(report);
    broken.forEach(zone -> Popdns.complain(err, BrokenZoneText.of(zone)));
    List<NodeStatus.LeftOutFile> leftOut = StatusReader.leftOutFiles(report);
    leftOut.forEach(file -> Popdns.complain(err, BrokenZoneText.ofLeftOut(file)));
    return exitCode(report);
  }

  private static int exitCode(JsonNode report) {
    return StatusReader.brokenZones(report).isEmpty() && StatusReader.leftOutFiles(report).isEmpty()
        ? ExitCode.OK
        : ExitCode.ZONES_BROKEN;
  }
}
