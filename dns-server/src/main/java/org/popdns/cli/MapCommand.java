package org.popdns.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.popdns.config.model.Configuration;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.LoadResult;
import org.popdns.explain.MapRequest;
import org.popdns.map.WorldMapSvg;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code popdns map}: which pool each country gets, as a map and as a table. */
@Command(
    name = "map",
    description = "Draw which pool the clients in each country get, and print it as a table.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "With --config the files are drawn, with every endpoint taken to be up; without it the",
      "running server. --down draws what would be if endpoints were down, --at what was at a time",
      "in the past; with --config, by the journal in --state.",
      "",
      "Examples:",
      "  popdns map www.example.com",
      "  popdns map www.example.com --down europe --svg failover.svg",
      "  popdns map www.example.com AAAA --config popdns.yaml --site japan",
      "  popdns map www.example.com --svg - >map.svg"
    })
final class MapCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String STANDARD_OUTPUT = "-";

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
      description = "Draw these files instead of the running server.")
  private Optional<Path> config = Optional.empty();

  @Option(names = "--site", paramLabel = "SITE", description = "With --config: at which site.")
  private Optional<String> site = Optional.empty();

  @Option(
      names = "--down",
      paramLabel = "ENDPOINT",
      description =
          "An address, a host, a site, a pool, or all: taken to be down. May be repeated.")
  private List<String> down = List.of();

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = {
        "Where to draw the map (default: NAME.svg); - for standard output, without the table.",
        "A file that is no such map is not replaced."
      })
  private Optional<String> svg = Optional.empty();

  @Mixin private PastOptions past;
  @Mixin private OutputOption output;

  @Mixin private ControlOptions control;
  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  MapCommand() {}

  @Override
  public Integer call() throws CommandFailedException {
    refuse(
        site.isPresent() && config.isEmpty()
            ? Optional.of("--site goes with --config: a running server has its site")
            : past.complaint(config));
    MapRequest request = new MapRequest(name, type, new LinkedHashSet<>(down), past.at());
    refuse(request.question().complaint());
    return config.isPresent() ? offline(request, config.get()) : live(request);
  }

  private void refuse(Optional<String> complaint) {
    if (complaint.isPresent()) {
      throw new CommandLine.ParameterException(spec.commandLine(), complaint.get());
    }
  }

  private int offline(MapRequest request, Path file) throws CommandFailedException {
    LoadResult loaded =
        ConfigurationOptions.loader()
            .loadForAnySite(file, new ConfigurationLoader.Overrides(site, Optional.empty()));
    ProblemReport.printWithoutNotes(spec.commandLine().getErr(), loaded.problems());
    Optional<Configuration> right = loaded.configuration().or(loaded::salvage);
    if (right.isEmpty()) {
      return ExitCode.FAILED;
    }
    try {
      return show(request.mapOffline(right.get(), past.journal(file)));
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }

  private int live(MapRequest request) throws CommandFailedException {
    return switch (control.ask(request.toControlRequest(), TIMEOUT, spec.commandLine().getErr())) {
      case ControlOptions.Outcome.Failed(int exitCode) -> exitCode;
      case ControlOptions.Outcome.Done(JsonNode map) -> show(map);
    };
  }

  private int show(JsonNode map) throws CommandFailedException {
    PrintWriter out = spec.commandLine().getOut();
    String drawing = WorldMapSvg.of(MapSheet.of(map));
    String file = svg.orElseGet(() -> fileName(map.path("name").asString("")));
    if (file.equals(STANDARD_OUTPUT)) {
      out.print(drawing);
    } else {
      MapFile.write(Path.of(file), drawing);
      JsonNode told = map instanceof ObjectNode table ? table.put("svg", file) : map;
      switch (output.format()) {
        case JSON -> out.println(told.toPrettyString());
        case TEXT -> out.print(MapText.render(told));
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  /** A name's file: what could mean something to a file system or a shell is an underscore. */
  static String fileName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String whole = lower.equals(".") ? "root" : lower.substring(0, lower.length() - 1);
    String plain = whole.replaceAll("[^a-z0-9._-]", "_").replaceAll("^[.-]", "_");
    return plain + ".svg";
  }
}
