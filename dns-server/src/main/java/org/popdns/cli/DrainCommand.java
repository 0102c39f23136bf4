package org.popdns.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.config.tree.Scalars;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code popdns drain}: sends traffic elsewhere, and returns when the routes are withdrawn. */
@Command(
    name = "drain",
    description = "Send traffic elsewhere: ask neighbours to, lengthen the path, then withdraw.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "It is refused, or stops, where too few sites would stay announced; --even-if-last is to",
      "insist. It holds over restarts, until 'popdns undrain' or until --for is over.",
      "",
      "Examples:",
      "  popdns drain --for 2h --reason 'new kernel'",
      "  popdns drain --announce images",
      "  popdns drain --even-if-last --reason 'moving out'"
    })
final class DrainCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  @Option(
      names = "--announce",
      paramLabel = "NAME",
      description = "This announcement only (default: all).")
  private Optional<String> announce = Optional.empty();

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationOption.class,
      description = "End it after so long (default: at 'popdns undrain').")
  private Optional<Duration> lasts = Optional.empty();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; shown to everybody.")
  private Optional<String> reason = Optional.empty();

  @Option(
      names = "--even-if-last",
      description = {
        "Withdraw also where the last-site guard objects: at the only site, say. Clients may be",
        "left without any site."
      })
  private boolean evenIfLast;

  @Mixin private ControlOptions control;
  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  DrainCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    ControlRequest request = ControlRequest.of("drain");
    if (announce.isPresent()) {
      request = request.with("announce", announce.get());
    }
    if (lasts.isPresent()) {
      request = request.with("for", Scalars.show(lasts.get()));
    }
    if (reason.isPresent()) {
      request = request.with("reason", reason.get());
    }
    if (evenIfLast) {
      request = request.with("if-last", "go");
    }
    return switch (control.ask(request, TIMEOUT, spec.commandLine().getErr())) {
      case ControlOptions.Outcome.Failed(int exitCode) -> exitCode;
      case ControlOptions.Outcome.Done(JsonNode started) -> {
        if (started.has("notKept")) {
          Popdns.complain(
              spec.commandLine().getErr(),
              "the drain will end with the server: " + started.path("notKept").asString(""));
        }
        List<String> names = new ArrayList<>();
        started.path("announcements").forEach(name -> names.add(name.asString()));
        yield watch(names);
      }
    };
  }

  private int watch(List<String> names) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, String> shown = new HashMap<>();
    Map<String, String> overruled = new TreeMap<>();
    long end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() - end < 0) {
      switch (control.ask(
          ControlRequest.of("announcements"), TIMEOUT, spec.commandLine().getErr())) {
        case ControlOptions.Outcome.Failed(int exitCode) -> {
          return exitCode;
        }
        case ControlOptions.Outcome.Done(JsonNode status) -> {
          boolean over = true;
          for (String name : names) {
            JsonNode entry = status.path("announcements").path(name);
            String line = step(entry);
            if (!line.equals(shown.put(name, line))) {
              out.printf(
                  "%s: %s; %.0f queries/s%n",
                  name, line, status.path("queriesPerSecond").asDouble());
              out.flush();
            }
            if (!entry.has("drain")) {
              Popdns.complain(
                  spec.commandLine().getErr(),
                  name
                      + " is not drained: "
                      + entry.path("drainRefused").asString("the drain was ended")
                      + (entry.has("drainRefused") ? HOW_TO_INSIST : ""));
              return ExitCode.FAILED;
            }
            over &= line.equals(WITHDRAWN);
            if (line.equals(WITHDRAWN) && entry.has("guardOverruled")) {
              overruled.put(name, entry.path("guardOverruled").asString(""));
            }
          }
          if (over) {
            overruled.forEach(
                (name, why) ->
                    Popdns.complain(
                        spec.commandLine().getErr(),
                        "the last-site guard is overruled for " + name + ": " + why));
            return ExitCode.OK;
          }
        }
      }
      Thread.sleep(LOOK_EVERY);
    }
    Popdns.complain(
        spec.commandLine().getErr(), "not withdrawn yet; the drain goes on, see 'popdns status'");
    return ExitCode.FAILED;
  }

  private static final String WITHDRAWN = "withdrawn";
  private static final String HOW_TO_INSIST = "; to withdraw nevertheless: --even-if-last";

  private static String step(JsonNode entry) {
    for (JsonNode route : entry.path("routes")) {
      if (route.asString().equals("announced")) {
        return switch (entry.path("preference").asString("")) {
          case "graceful-shutdown" -> "neighbours are asked to avoid it (community 65535:0)";
          case "least" ->
              entry.path("claim").asString("none").equals("none")
                  ? "the path is lengthened"
                  : "about to withdraw";
          default -> "begins";
        };
      }
    }
    return WITHDRAWN;
  }
}
