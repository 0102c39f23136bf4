package org.popdns.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.popdns.config.read.LoadResult;
import org.popdns.control.Nameserver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code popdns serve}: answers queries in the foreground until it is told to stop. */
@Command(
    name = "serve",
    description = "Answer queries in the foreground; logs go to standard error.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "TERM, INT and 'popdns stop' end it; a second signal ends it at once.",
      "",
      "Example:",
      "  popdns serve --config /etc/popdns/popdns.yaml --site san-jose"
    })
final class ServeCommand implements Callable<Integer> {

  @Mixin private ConfigurationOptions configuration;
  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  ServeCommand() {}

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    LoadResult loaded = ConfigurationOptions.loader().load(configuration.file, configuration.overrides());
    ProblemReport.print(spec.commandLine().getErr(), loaded.problems());
    if (loaded.configuration().isEmpty()) {
      return ExitCode.FAILED;
    }
    try (Nameserver server =
        Nameserver.start(loaded.configuration().get(), configuration.file, Map.of())) {
      StopSignals.install(server::requestStop);
      server.announceReady();
      server.awaitStopRequest();
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }
}
