package org.popdns.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.popdns.config.model.Configuration;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.LoadResult;
import org.popdns.explain.ExplainRequest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code popdns explain}: why an answer is what it is. */
@Command(
    name = "explain",
    description = "Explain an answer: which record, which rule, which addresses, and why.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "With --config the files are explained, with every endpoint taken to be up; without it",
      "the running server. --down asks what would be if endpoints were down, --at what was at a",
      "time in the past; with --config, by the journal in --state.",
      "",
      "Examples:",
      "  popdns explain images.example.com",
      "  popdns explain images.example.com AAAA --down image-0-3",
      "  popdns explain images.example.com --udp 512",
      "  popdns explain images.example.com --at 14:05",
      "  popdns explain www.example.com --client 192.0.2.0/24 --resolver 198.51.100.1",
      "  popdns explain www.example.com A --config popdns.yaml --site japan --down japan"
    })
final class ExplainCommand implements Callable<Integer> {

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
      description = "Explain these files instead of the running server.")
  private Optional<Path> config = Optional.empty();

  @Option(names = "--site", paramLabel = "SITE", description = "With --config: at which site.")
  private Optional<String> site = Optional.empty();

  @Option(
      names = "--client",
      paramLabel = "ADDRESS[/LENGTH]",
      description = "Who is taken to ask: the network in the query's client subnet option.")
  private Optional<String> client = Optional.empty();

  @Option(
      names = "--resolver",
      paramLabel = "ADDRESS",
      description = "Which address sends the query (default: the client's).")
  private Optional<String> resolver = Optional.empty();

  @Option(
      names = "--udp",
      paramLabel = "BYTES",
      description = "Show what a client gets that takes so many bytes over UDP.")
  private Optional<Integer> udp = Optional.empty();

  @Option(
      names = "--down",
      paramLabel = "ENDPOINT",
      description =
          "An address, a host, a site, a pool, or all: taken to be down. May be repeated.")
  private List<String> down = List.of();

  @Mixin private PastOptions past;
  @Mixin private OutputOption output;

  @Mixin private ControlOptions control;
  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  ExplainCommand() {}

  @Override
  public Integer call() throws CommandFailedException {
    refuse(
        site.isPresent() && config.isEmpty()
            ? Optional.of("--site goes with --config: a running server has its site")
            : past.complaint(config));
    ExplainRequest request =
        new ExplainRequest(name, type, client, resolver, udp, new LinkedHashSet<>(down), past.at());
    refuse(request.complaint());
    return config.isPresent() ? offline(request, config.get()) : live(request);
  }

  private void refuse(Optional<String> complaint) {
    if (complaint.isPresent()) {
      throw new CommandLine.ParameterException(spec.commandLine(), complaint.get());
    }
  }

  private int offline(ExplainRequest request, Path file) throws CommandFailedException {
    LoadResult loaded =
        ConfigurationOptions.loader()
            .loadForAnySite(file, new ConfigurationLoader.Overrides(site, Optional.empty()));
    ProblemReport.printWithoutNotes(spec.commandLine().getErr(), loaded.problems());
    Optional<Configuration> right = loaded.configuration().or(loaded::salvage);
    if (right.isEmpty()) {
      return ExitCode.FAILED;
    }
    try {
      return show(request.explainOffline(right.get(), past.journal(file)));
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }

  private int live(ExplainRequest request) {
    return switch (control.ask(request.toControlRequest(), TIMEOUT, spec.commandLine().getErr())) {
      case ControlOptions.Outcome.Failed(int exitCode) -> exitCode;
      case ControlOptions.Outcome.Done(JsonNode explanation) -> show(explanation);
    };
  }

  private int show(JsonNode explanation) {
    PrintWriter out = spec.commandLine().getOut();
    switch (output.format()) {
      case JSON -> out.println(explanation.toPrettyString());
      case TEXT -> out.print(ExplanationText.render(explanation));
    }
    out.flush();
    return ExitCode.OK;
  }
}
