package org.popdns.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.popdns.config.model.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code popdns zone show}: a zone's records, to be read. */
@Command(
    name = "show",
    description = {
      "Show a zone's records; where a cluster gives the addresses, its members at each site."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "With --site, members are shown for that site alone.",
      "",
      "Example:",
      "  popdns zone show example.com --config popdns.yaml"
    })
final class ZoneShowCommand implements Callable<Integer> {

  @Mixin private ConfigurationOptions configuration;

  @Parameters(paramLabel = "NAME", description = "The zone's name.")
  private String name;

  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  ZoneShowCommand() {}

  @Override
  public Integer call() throws CommandFailedException {
    Optional<Configuration> loaded = configuration.loadWhatIsRight(spec.commandLine().getErr());
    if (loaded.isEmpty()) {
      return ExitCode.FAILED;
    }
    PrintWriter out = spec.commandLine().getOut();
    new ZoneText(loaded.get().plans(), configuration.site, out)
        .print(ZoneCommand.find(loaded.get(), name));
    out.flush();
    return ExitCode.OK;
  }
}
