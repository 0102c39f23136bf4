package org.popdns.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.popdns.explain.MapRequest;
import org.popdns.map.WorldMapSvg;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  private static final String STANDARD_OUTPUT = "-";

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = {
        "Where to draw the map (default: NAME.svg); - for standard output, without the table.",
        "A file that is no such map is not replaced."
      })
  private Optional<String> svg = Optional.empty();

  @Mixin private QuestionOptions question;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  MapCommand() {}

  @Override
  public Integer call() throws CommandFailedException {
    question.refuseContradictions();
    MapRequest request =
        new MapRequest(question.name(), question.type(), question.down(), question.at());
    question.refuse(request.question().complaint());
    return switch (question.ask(request.toControlRequest(), request::mapOffline)) {
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
