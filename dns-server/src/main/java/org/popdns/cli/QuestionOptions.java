package org.popdns.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.config.model.Configuration;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.LoadResult;
import org.popdns.events.Event;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/**
 * The options of what tells how a name is answered: which name and type, by files or by the running
 * server, now or in the past, and with what taken to be down.
 */
final class QuestionOptions {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Parameters(index = "0", paramLabel = "NAME", description = "The name asked.")
  private String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TYPE",
      description = "The type asked (default: ${DEFAULT-VALUE}).",
      defaultValue = "A")
  private String type;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "By these files instead of the running server.")
  private Optional<Path> config = Optional.empty();

  @Option(names = "--site", paramLabel = "SITE", description = "With --config: at which site.")
  private Optional<String> site = Optional.empty();

  @Option(
      names = "--down",
      paramLabel = "ENDPOINT",
      description =
          "An address, a host, a site, a pool, or all: taken to be down. May be repeated.")
  private List<String> down = List.of();

  @Mixin private PastOptions past;
  @Mixin private ControlOptions control;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  QuestionOptions() {}

  String name() {
    return name;
  }

  String type() {
    return type;
  }

  /** What is taken to be down, as the operator names it. */
  Set<String> down() {
    return new LinkedHashSet<>(down);
  }

  /** The time that is meant; empty for now. */
  Optional<Instant> at() {
    return past.at();
  }

  /** Ends the command, as one of wrong usage, if these options make no sense together. */
  void refuseContradictions() {
    refuse(
        site.isPresent() && config.isEmpty()
            ? Optional.of("--site goes with --config: a running server has its site")
            : past.complaint(config));
  }

  /** Ends the command, as one of wrong usage, if there is a complaint. */
  void refuse(Optional<String> complaint) {
    if (complaint.isPresent()) {
      throw new CommandLine.ParameterException(spec.commandLine(), complaint.get());
    }
  }

  /**
   * What the files or the running server say.
   *
   * @param live what the server is asked
   * @param offline what is told by the files and the events of the past, none for now; throws an
   *     {@link IllegalArgumentException} with a line for the operator where it can't be
   */
  ControlOptions.Outcome ask(
      ControlRequest live, BiFunction<Configuration, List<Event>, JsonNode> offline)
      throws CommandFailedException {
    PrintWriter err = spec.commandLine().getErr();
    if (config.isEmpty()) {
      return control.ask(live, TIMEOUT, err);
    }
    LoadResult loaded =
        ConfigurationOptions.loader()
            .loadForAnySite(
                config.get(), new ConfigurationLoader.Overrides(site, Optional.empty()));
    ProblemReport.printWithoutNotes(err, loaded.problems());
    Optional<Configuration> right = loaded.configuration().or(loaded::salvage);
    if (right.isEmpty()) {
      return new ControlOptions.Outcome.Failed(ExitCode.FAILED);
    }
    try {
      return new ControlOptions.Outcome.Done(
          offline.apply(right.get(), past.journal(config.get())));
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }
}
