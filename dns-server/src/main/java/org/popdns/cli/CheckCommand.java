package org.popdns.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Zone;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.compile.ZoneCompiler;
import org.popdns.snapshot.compile.ZoneTooLargeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
      "Example:",
      "  popdns check --config /etc/popdns/popdns.yaml"
    })
final class CheckCommand implements Callable<Integer> {

  @Mixin private ConfigurationOptions configuration;
  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  CheckCommand() {}

  @Override
  public Integer call() throws CommandFailedException {
    Optional<Configuration> loaded = configuration.loadForAnySite(spec.commandLine().getErr());
    if (loaded.isEmpty()) {
      return ExitCode.FAILED;
    }
    Configuration valid = loaded.get();
    SlotDirectory slots = new SlotDirectory();
    for (Zone zone : valid.zones()) {
      try {
        ZoneCompiler.compile(zone, slots);
      } catch (ZoneTooLargeException e) {
        throw new CommandFailedException(String.valueOf(e.getMessage()));
      }
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%s is valid: %d zones, %d record sets, %d clusters, %d sites%n",
            configuration.file,
            valid.zones().size(),
            valid.zones().stream().mapToInt(zone -> zone.recordSets().size()).sum(),
            valid.topology().clusters().size(),
            valid.topology().sites().size());
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
