package org.popdns.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.popdns.config.diff.Change;
import org.popdns.config.diff.ConfigurationDiff;
import org.popdns.config.model.Configuration;
import org.popdns.config.read.ConfigurationLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code popdns diff}: what answers change if new files replace the old ones. */
@Command(
    name = "diff",
    description = {
      "Show what changes from one configuration to another.",
      "Settings, sites, checks, clusters with their members, and the records of zones by name and",
      "type. Errors are shown as 'popdns check' shows them."
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
      "The order and the format of the files make no difference. Neither does a SOA record in which",
      "only the serial changed, if both serials follow from the content of the zone.",
      "",
      "Examples:",
      "  popdns diff /etc/popdns popdns.yaml",
      "  git worktree add /tmp/before origin/main && popdns diff /tmp/before .",
      "  popdns diff old new -o json | jq '.changes[] | select(.kind == \"member\")'"
    })
final class DiffCommand implements Callable<Integer> {

  private static final int DIFFERENT = 1;
  static final int TROUBLE = 2;

  @Parameters(
      index = "0",
      paramLabel = "OLD",
      description = "A popdns.yaml, or a folder that holds one.")
  private Path before;

  @Parameters(
      index = "1",
      paramLabel = "NEW",
      description = "A popdns.yaml, or a folder that holds one.")
  private Path after;

  @Option(
      names = "--site",
      paramLabel = "SITE",
      description = "Take both as the configuration of this site; else of all sites alike.")
  private Optional<String> site;

  @Mixin private OutputOption output;

  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  DiffCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Optional<Configuration> old = load(before);
    Optional<Configuration> young = load(after);
    if (old.isEmpty() || young.isEmpty()) {
      return TROUBLE;
    }
    List<Change> changes = ConfigurationDiff.between(old.get(), young.get());
    switch (output.format()) {
      case TEXT -> new DiffText(out).print(changes);
      case JSON -> out.println(DiffJson.of(changes).toPrettyString());
    }
    out.flush();
    return changes.isEmpty() ? ExitCode.OK : DIFFERENT;
  }

  private Optional<Configuration> load(Path named) {
    Path file = Files.isDirectory(named) ? named.resolve("popdns.yaml") : named;
    return ConfigurationOptions.loadForAnySite(
        file,
        new ConfigurationLoader.Overrides(site, Optional.empty()),
        spec.commandLine().getErr());
  }
}
