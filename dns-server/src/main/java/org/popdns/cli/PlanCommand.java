package org.popdns.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.DynamicPlans;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.steering.LossOutlook;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code popdns plan}: where load goes when sites are lost, by what the files declare. */
@Command(
    name = "plan",
    description = "Say where load goes when a site or two are lost, and who would be too full.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Goes by the files alone: by the capacity and load that clusters and dynamic records",
      "declare. What is worked out is what answers would be, by the same code.",
      "",
      "Examples:",
      "  popdns plan",
      "  popdns plan images --threshold 80%%",
      "  popdns plan --strict --config popdns.yaml || echo 'some loss is too much'"
    })
final class PlanCommand implements Callable<Integer> {

  private static final double FULL = 100;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description =
          "A cluster, or the name of dynamic records, with or without type (default: all).")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The main configuration file (default: ${DEFAULT-VALUE}).",
      defaultValue = ConfigurationOptions.DEFAULT_FILE)
  private Path file = Path.of(ConfigurationOptions.DEFAULT_FILE);

  @Option(
      names = "--threshold",
      paramLabel = "PERCENT",
      description = "Name those that would be fuller than that (default: ${DEFAULT-VALUE}).",
      defaultValue = "70%")
  private String threshold = "70%";

  @Option(
      names = "--strict",
      description = {
        "Fail if a loss, or none, asks anybody for more than all it can carry, or leaves load",
        "without a pool; and where no capacity is declared."
      })
  private boolean strict;

  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  PlanCommand() {}

  @Override
  public Integer call() {
    if (!threshold.matches("[0-9]{1,3}%")) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--threshold is a percentage, such as 70%, not '" + threshold + "'");
    }
    int percent = Integer.parseInt(threshold.substring(0, threshold.length() - 1));
    Optional<Configuration> read =
        ConfigurationOptions.loadForAnySite(
            file,
            new ConfigurationLoader.Overrides(Optional.empty(), Optional.empty()),
            spec.commandLine().getErr());
    if (read.isEmpty()) {
      return ExitCode.FAILED;
    }
    List<SteeringPlan> wanted =
        read.get().plans().values().stream()
            .filter(plan -> name.isEmpty() || isNamed(plan.name(), name.get()))
            .toList();
    if (wanted.isEmpty() && name.isPresent()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "no cluster or dynamic record '" + name.get() + "'");
    }
    List<LossOutlook> outlooks =
        wanted.stream().filter(SteeringPlan::hasCapacities).map(LossOutlook::of).toList();
    PrintWriter out = spec.commandLine().getOut();
    switch (output.format()) {
      case JSON -> out.println(OutlookText.json(outlooks, percent).toPrettyString());
      case TEXT ->
          out.print(OutlookText.render(outlooks, percent, ownValues(read.get(), outlooks)));
    }
    out.flush();
    boolean tooMuch =
        outlooks.stream()
            .anyMatch(
                outlook ->
                    outlook.losesLoad()
                        || outlook.losses().stream()
                            .anyMatch(loss -> !loss.beyond(FULL).isEmpty()));
    return strict && (tooMuch || outlooks.isEmpty()) ? ExitCode.FAILED : ExitCode.OK;
  }

  /** The plans whose records have values that answer where no host is up. */
  private static Set<String> ownValues(Configuration configuration, List<LossOutlook> outlooks) {
    return outlooks.stream()
        .map(LossOutlook::plan)
        .filter(
            plan ->
                DynamicPlans.recordSet(configuration, plan)
                    .filter(set -> !set.lastResort().isEmpty())
                    .isPresent())
        .collect(Collectors.toSet());
  }

  /** True for a cluster's name, and for a dynamic record's, also without final dot or type. */
  private static boolean isNamed(String plan, String wanted) {
    if (plan.equals(wanted) || !DynamicPlans.isName(plan)) {
      return plan.equals(wanted);
    }
    String[] known = plan.split(" ", 2);
    String[] asked = wanted.strip().split(" +", 2);
    String owner = asked[0].endsWith(".") ? asked[0] : asked[0] + '.';
    return known[0].equalsIgnoreCase(owner)
        && (asked.length == 1 || known[1].equalsIgnoreCase(asked[1]));
  }
}
