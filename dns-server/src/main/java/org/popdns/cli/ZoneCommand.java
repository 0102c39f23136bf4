package org.popdns.cli;

import java.util.Optional;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Zone;
import org.popdns.config.problem.Spelling;
import org.popdns.name.DomainName;
import org.popdns.name.InternationalName;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code popdns zone}: the zones of the configuration files. */
@Command(
    name = "zone",
    description = "Look at the zones of the configuration files, and take them elsewhere.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ZoneListCommand.class, ZoneShowCommand.class, ZoneExportCommand.class},
    footer = {
      "",
      "The files are read, no server is asked; 'popdns status' tells what is served.",
      "",
      "Examples:",
      "  popdns zone list",
      "  popdns zone show example.com",
      "  popdns zone export example.com --zonefile --site japan > example.com.zone"
    })
final class ZoneCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  ZoneCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "which command? list, show or export");
  }

  /** The zone of a name, with or without the final dot, in any script. */
  static Zone find(Configuration configuration, String name) throws CommandFailedException {
    DomainName origin;
    try {
      origin = DomainName.parse(InternationalName.toAscii(name));
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
    Optional<Zone> zone =
        configuration.zones().stream().filter(z -> z.origin().equals(origin)).findFirst();
    if (configuration.broken().stream().anyMatch(broken -> broken.origin().equals(origin))) {
      throw new CommandFailedException("zone " + origin + " is broken, there is nothing to show");
    }
    if (zone.isEmpty()) {
      Optional<String> meant =
          Spelling.nearest(
              origin.toString(),
              configuration.zones().stream().map(z -> z.origin().toString()).toList());
      throw new CommandFailedException(
          "no zone " + origin + meant.map(text -> "; did you mean " + text + "?").orElse(""));
    }
    return zone.get();
  }
}
