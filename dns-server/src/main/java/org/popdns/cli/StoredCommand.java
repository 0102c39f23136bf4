package org.popdns.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.popdns.state.store.ConfigurationStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code popdns stored}: the accepted configurations that a start can serve. */
@Command(
    name = "stored",
    description = "List the accepted configurations that are stored, the latest first.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "They are read from the disk, no server is asked; 'popdns serve --stored NUMBER' serves",
      "one of them in place of the files.",
      "",
      "Examples:",
      "  popdns stored",
      "  popdns stored -o json | jq '.[0].number'"
    })
final class StoredCommand implements Callable<Integer> {

  // Nothing has less than that.
  private static final int NONE_IS_SMALLER = 100;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "The main configuration file that they were read from; it need not be there",
        "(default: ${DEFAULT-VALUE})."
      },
      defaultValue = ConfigurationOptions.DEFAULT_FILE)
  private Path file;

  @Mixin private StateOption state;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  StoredCommand() {}

  @Override
  public Integer call() throws CommandFailedException {
    ConfigurationStore store = new ConfigurationStore(state.folder(), file);
    List<ConfigurationStore.Entry> entries;
    List<String> damaged;
    try {
      entries = store.list(NONE_IS_SMALLER);
      damaged = store.damaged();
    } catch (AccessDeniedException e) {
      throw new CommandFailedException(
          e.getFile() + ": permission denied; it is for the server's user alone");
    } catch (IOException e) {
      throw new CommandFailedException(store.place() + " can't be read: " + e.getMessage());
    }
    damaged.forEach(message -> Popdns.complain(spec.commandLine().getErr(), message));
    if (entries.isEmpty() && damaged.isEmpty()) {
      throw new CommandFailedException("nothing is stored in " + store.place());
    }
    PrintWriter out = spec.commandLine().getOut();
    switch (output.format()) {
      case TEXT -> out.print(text(entries));
      case JSON -> out.println(json(entries).toPrettyString());
    }
    out.flush();
    return damaged.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static String text(List<ConfigurationStore.Entry> entries) {
    TextTable table = new TextTable("NUMBER", "STORED AT", "ZONES", "RRSETS");
    for (ConfigurationStore.Entry entry : entries) {
      table.row(
          Long.toString(entry.number()),
          entry.storedAt().toString(),
          Integer.toString(entry.zones()),
          Long.toString(entry.recordSets()));
    }
    return table.render();
  }

  private static ArrayNode json(List<ConfigurationStore.Entry> entries) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (ConfigurationStore.Entry entry : entries) {
      list.addObject()
          .put("number", entry.number())
          .put("at", entry.storedAt().toString())
          .put("zones", entry.zones())
          .put("recordSets", entry.recordSets());
    }
    return list;
  }
}
