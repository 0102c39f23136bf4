package org.popdns.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.popdns.config.model.BrokenZone;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.record.RecordType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code popdns zone list}: which zones there are, and where from. */
@Command(
    name = "list",
    description = "List the zones: serial, number of record sets, file.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Zones whose files are broken are listed as such, and the exit code is 1.",
      "",
      "Examples:",
      "  popdns zone list --config popdns.yaml",
      "  popdns zone list -o json | jq -r '.[].origin'"
    })
final class ZoneListCommand implements Callable<Integer> {

  @Mixin private ConfigurationOptions configuration;

  @Mixin private OutputOption output;

  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  ZoneListCommand() {}

  @Override
  public Integer call() {
    Optional<Configuration> loaded = configuration.loadWhatIsRight(spec.commandLine().getErr());
    if (loaded.isEmpty()) {
      return ExitCode.FAILED;
    }
    PrintWriter out = spec.commandLine().getOut();
    switch (output.format()) {
      case TEXT -> out.print(text(loaded.get()));
      case JSON -> out.println(json(loaded.get()).toPrettyString());
    }
    out.flush();
    return loaded.get().isPartial() ? ExitCode.FAILED : ExitCode.OK;
  }

  private static String text(Configuration configuration) {
    TextTable table = new TextTable("ZONE", "SERIAL", "RRSETS", "FILE");
    for (Zone zone : configuration.zones()) {
      table.row(
          ShownName.of(zone.origin().toString()),
          Long.toString(zone.serial()),
          Integer.toString(zone.recordSets().size()),
          file(zone).toString());
    }
    for (BrokenZone zone : configuration.broken()) {
      table.row(ShownName.of(zone.origin().toString()), "broken", "-", zone.reason());
    }
    return table.render();
  }

  private static ArrayNode json(Configuration configuration) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Zone zone : configuration.zones()) {
      list.addObject()
          .put("origin", zone.origin().toString())
          .put("serial", zone.serial())
          .put("recordSets", zone.recordSets().size())
          .put("file", file(zone).toString());
    }
    for (BrokenZone zone : configuration.broken()) {
      list.addObject().put("origin", zone.origin().toString()).put("broken", zone.reason());
    }
    return list;
  }

  /** The file with the SOA record, or the one that leaves it to the defaults. */
  static Path file(Zone zone) {
    return zone.recordSets().stream()
        .filter(set -> set.type() == RecordType.SOA)
        .map(RecordSet::position)
        .findFirst()
        .orElseThrow()
        .file();
  }
}
