package org.popdns.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.config.record.RecordType;
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
    Optional<Configuration> loaded = configuration.loadForAnySite(spec.commandLine().getErr());
    if (loaded.isEmpty()) {
      return ExitCode.FAILED;
    }
    PrintWriter out = spec.commandLine().getOut();
    switch (output.format()) {
      case TEXT -> out.print(text(loaded.get().zones()));
      case JSON -> out.println(json(loaded.get().zones()).toPrettyString());
    }
    out.flush();
    return ExitCode.OK;
  }

  private static String text(List<Zone> zones) {
    TextTable table = new TextTable("ZONE", "SERIAL", "RRSETS", "FILE");
    for (Zone zone : zones) {
      table.row(
          zone.origin().toString(),
          Long.toString(zone.serial()),
          Integer.toString(zone.recordSets().size()),
          file(zone).toString());
    }
    return table.render();
  }

  private static ArrayNode json(List<Zone> zones) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Zone zone : zones) {
      list.addObject()
          .put("origin", zone.origin().toString())
          .put("serial", zone.serial())
          .put("recordSets", zone.recordSets().size())
          .put("file", file(zone).toString());
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
