package org.popdns.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.config.diff.Change;
import org.popdns.config.diff.ConfigurationDiff;
import org.popdns.config.model.Configuration;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.LoadResult;
import org.popdns.impact.FileChanges;
import org.popdns.publish.RunningConfiguration;
import org.popdns.time.Clocks;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code popdns diff}: what answers change if new files replace the old ones. */
@Command(
    name = "diff",
    description = {
      "Show what changes from one configuration to another.",
      "Settings, sites, checks, clusters with their members, and the records of zones by name and",
      "type; and which clients get other addresses of names that are steered. Errors are shown as",
      "'popdns check' shows them."
    },
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = DiffCommand.TROUBLE,
    exitCodeOnExecutionException = DiffCommand.TROUBLE,
    exitCodeList = {
      " 0:the same; nothing is printed",
      " 1:different",
      " 2:a configuration is invalid, or wrong usage"
    },
    footer = {
      "",
      "The order and the format of the files make no difference. Neither does a SOA record in"
          + " which",
      "only the serial changed, if both serials follow from the content of the zone.",
      "",
      "Examples:",
      "  popdns diff /etc/popdns popdns.yaml",
      "  git worktree add /tmp/before origin/main && popdns diff /tmp/before .",
      "  popdns diff --running . && echo nothing to reload",
      "  popdns diff old new -o json | jq '.changes[] | select(.kind == \"member\")'"
    })
final class DiffCommand implements Callable<Integer> {

  private static final int DIFFERENT = 1;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  static final int TROUBLE = 2;

  @Parameters(
      arity = "1..2",
      paramLabel = "FILES",
      description = {
        "OLD and NEW, each a popdns.yaml or a folder that holds one;",
        "with --running NEW alone."
      })
  private List<Path> files = List.of();

  @Option(
      names = "--running",
      description = {
        "Compare with what the running server serves, and say whether",
        "a reload would be refused. Reads where the server stores that."
      })
  private boolean running;

  @Mixin private ControlOptions control;

  @Option(
      names = "--site",
      paramLabel = "SITE",
      description = "Take both as the configuration of this site; else of all sites alike.")
  private Optional<String> site = Optional.empty();

  @Mixin private OutputOption output;

  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  DiffCommand() {}

  @Override
  public Integer call() {
    if (running ? files.size() != 1 : files.size() != 2) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          running
              ? "--running compares with one configuration, not with two"
              : "which two? OLD and NEW, or --running and NEW");
    }
    if (running && site.isPresent()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "the site is that of the running server: leave --site out");
    }
    return running ? withRunning(file(files.getFirst())) : ofFiles();
  }

  private int ofFiles() {
    Optional<Configuration> old = load(files.get(0));
    Optional<Configuration> young = load(files.get(1));
    if (old.isEmpty() || young.isEmpty()) {
      return TROUBLE;
    }
    return show(old.get(), young.get(), Optional.empty());
  }

  private int show(Configuration old, Configuration young, Optional<String> refusal) {
    List<Change> changes = ConfigurationDiff.between(old, young);
    FileChanges forClients = FileChanges.between(old, young, Clocks.system().moment());
    PrintWriter err = spec.commandLine().getErr();
    forClients.missing().forEach(line -> err.print("note: " + line + "\n"));
    err.flush();
    ObjectNode json = DiffJson.of(changes);
    forClients.addTo(json.putArray("regions"));
    boolean same = changes.isEmpty() && forClients.isEmpty();
    json.put("same", same);
    PrintWriter out = spec.commandLine().getOut();
    switch (output.format()) {
      case TEXT -> {
        new DiffText(out).print(changes);
        if (!forClients.isEmpty()) {
          out.print("for clients, while all endpoints are up:\n");
          new ImpactText(out).regions(json.path("regions"));
        }
        refusal.ifPresent(why -> out.print("! a reload would be refused: " + why + "\n"));
      }
      case JSON -> {
        refusal.ifPresent(why -> json.put("refusal", why));
        out.println(json.toPrettyString());
      }
    }
    out.flush();
    return same ? ExitCode.OK : DIFFERENT;
  }

  private int withRunning(Path file) {
    PrintWriter err = spec.commandLine().getErr();
    ControlRequest request = ControlRequest.of(RunningConfiguration.COMMAND);
    if (!(control.ask(request, TIMEOUT, err) instanceof ControlOptions.Outcome.Done(var reply))) {
      return TROUBLE;
    }
    RunningConfiguration old;
    try {
      old = RunningConfiguration.read(reply, file);
    } catch (IOException e) {
      Popdns.complain(err, String.valueOf(e.getMessage()));
      return TROUBLE;
    }
    LoadResult loaded = old.source().load();
    if (loaded.configuration().isEmpty()) {
      ProblemReport.printWithoutNotes(err, loaded.problems());
      return TROUBLE;
    }
    Configuration young = loaded.configuration().get();
    return show(old.configuration(), young, old.refusal(young));
  }

  private static Path file(Path named) {
    return Files.isDirectory(named) ? named.resolve("popdns.yaml") : named;
  }

  private Optional<Configuration> load(Path named) {
    return ConfigurationOptions.loadForAnySite(
        file(named),
        new ConfigurationLoader.Overrides(site, Optional.empty()),
        spec.commandLine().getErr());
  }
}
