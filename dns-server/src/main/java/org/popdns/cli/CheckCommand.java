package org.popdns.cli;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.Zone;
import org.popdns.config.probe.icmp.IcmpProbe;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.ProblemJson;
import org.popdns.config.problem.Severity;
import org.popdns.config.read.LoadResult;
import org.popdns.config.read.Strictness;
import org.popdns.health.probe.icmp.EchoPermission;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.compile.ZoneCompiler;
import org.popdns.snapshot.compile.ZoneTooLargeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code popdns check}: says all that is wrong with the files; touches no socket. */
@Command(
    name = "check",
    description = "Check the configuration files, all of them at once, without serving.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Without --site and POPDNS_SITE the files are checked for all sites alike.",
      "",
      "Examples:",
      "  popdns check --config /etc/popdns/popdns.yaml",
      "  popdns check --strict --config popdns.yaml",
      "  popdns check --config popdns.yaml -o json | jq -r '.[].message'"
    })
final class CheckCommand implements Callable<Integer> {

  @Mixin private ConfigurationOptions configuration;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = {
        "text, or json for editors and pipelines: all problems as an array on standard output",
        "(default: ${DEFAULT-VALUE})."
      },
      defaultValue = "text")
  private OutputFormat format;

  @Option(names = "--strict", description = "Warnings count as well: with any, the exit code is 1.")
  private boolean strict;

  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  CheckCommand() {}

  @Override
  public Integer call() throws CommandFailedException {
    LoadResult loaded =
        ConfigurationOptions.loader().loadForAnySite(configuration.file, configuration.overrides());
    List<Problem> problems = new ArrayList<>(loaded.problems());
    loaded
        .configuration()
        .ifPresent(
            valid ->
                problems.addAll(
                    PlaceCheck.of(valid, configuration.file, InstantSource.system().instant())));
    problems.sort(Problem.BY_PLACE);
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case TEXT -> ProblemReport.print(spec.commandLine().getErr(), problems);
      case JSON -> out.println(new ProblemJson().print(problems));
    }
    out.flush();
    if (loaded.configuration().isEmpty()) {
      return ExitCode.FAILED;
    }
    Configuration valid = loaded.configuration().get();
    requireThatZonesFit(valid);
    requireNoWarnings(problems, loaded.strictness());
    if (format == OutputFormat.TEXT) {
      noteRefusedEchoes(valid);
      out.printf(
          "%s is valid; zones: %d, record sets: %d, clusters: %d, sites: %d%n",
          configuration.file,
          valid.zones().size(),
          valid.zones().stream().mapToInt(zone -> zone.recordSets().size()).sum(),
          valid.topology().clusters().size(),
          valid.topology().sites().size());
      out.flush();
    }
    return ExitCode.OK;
  }

  /** About this user at this host, and not about the files: no warning. */
  private void noteRefusedEchoes(Configuration valid) {
    valid.plans().values().stream()
        .map(SteeringPlan::check)
        .filter(check -> check.probe() instanceof IcmpProbe)
        .findFirst()
        .flatMap(
            check -> EchoPermission.obstacle().map(why -> why + " (check " + check.name() + ")"))
        .ifPresent(why -> spec.commandLine().getErr().println("note: here and now " + why));
  }

  /**
   * Refuses warnings where they count.
   *
   * @param configured what the files say of warnings, which leaves those about places
   */
  private void requireNoWarnings(List<Problem> problems, Strictness configured)
      throws CommandFailedException {
    long warnings = problems.stream().filter(p -> p.severity() == Severity.WARNING).count();
    boolean counts = strict || configured.refuses(Severity.WARNING);
    if (counts && warnings > 0) {
      String by = strict ? "--strict" : "strict: true";
      throw new CommandFailedException(
          warnings == 1
              ? "there is a warning, which counts with " + by
              : "there are " + warnings + " warnings, which count with " + by);
    }
  }

  private void requireThatZonesFit(Configuration valid) throws CommandFailedException {
    ZoneCompiler compiler = new ZoneCompiler(new SlotDirectory());
    List<String> tooLarge = new ArrayList<>();
    for (Zone zone : valid.zones()) {
      try {
        compiler.compile(zone);
      } catch (ZoneTooLargeException e) {
        tooLarge.add(String.valueOf(e.getMessage()));
      }
    }
    if (!tooLarge.isEmpty()) {
      tooLarge
          .subList(1, tooLarge.size())
          .forEach(message -> Popdns.complain(spec.commandLine().getErr(), message));
      throw new CommandFailedException(tooLarge.getFirst());
    }
  }
}
