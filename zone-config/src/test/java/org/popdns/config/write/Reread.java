package org.popdns.config.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.diff.Change;
import org.popdns.config.diff.ConfigurationDiff;
import org.popdns.config.diff.Part;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Zone;
import org.popdns.config.problem.ProblemPrinter;
import org.popdns.config.problem.ProblemPrinter.Colours;
import org.popdns.config.problem.Severity;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.config.read.LoadResult;
import org.popdns.record.RecordTypes;

/** Exports the zones of a configuration to files, and reads them again. */
record Reread(Configuration original, Path folder) {

  /** How zones are exported. */
  enum Style {
    MASTER_FILE,
    OCTODNS,
    POPDNS
  }

  static Configuration load(Path file, Optional<String> site) {
    LoadResult result =
        new ConfigurationLoader(Map.of(), () -> "this-host")
            .loadForAnySite(file, new Overrides(site, Optional.empty()));
    assertThat(result.configuration())
        .as(
            new ProblemPrinter(Colours.OFF)
                .print(
                    result.problems().stream()
                        .filter(p -> p.severity() == Severity.ERROR)
                        .toList()))
        .isPresent();
    return result.configuration().orElseThrow();
  }

  /** What differs in zones and records from the original, as {@code + name type}. */
  List<String> differences(Style style) throws IOException {
    Configuration again = again(style);
    List<String> differences = new ArrayList<>();
    for (Change change :
        ConfigurationDiff.between(
            original, new Configuration(original.server(), original.topology(), again.zones()))) {
      differences.add(
          switch (change) {
            case Change.Added(Part part) -> "+ " + name(part);
            case Change.Removed(Part part) -> "- " + name(part);
            case Change.Changed(Part before, Part after) -> "~ " + name(after);
          });
    }
    return differences;
  }

  /** The configuration with the exported zones. */
  Configuration again(Style style) throws IOException {
    Path zones = folder.resolve(style + "/zones");
    Files.createDirectories(zones);
    for (Zone zone : original.zones()) {
      String ending = style == Style.MASTER_FILE ? ".zone" : ".yaml";
      String name = zone.origin().isRoot() ? "" : zone.origin().toString().replaceFirst("\\.$", "");
      Path file = zones.resolve(name + ending);
      try (PrintWriter out = new PrintWriter(file.toFile(), StandardCharsets.UTF_8)) {
        export(zone, style, out);
      }
    }
    // The sites and clusters that the original has, without the rest of them.
    String names = original.topology().sites().isEmpty() ? "" : clusters();
    Files.writeString(folder.resolve(style + "/clusters.yaml"), names);
    Files.writeString(
        folder.resolve(style + "/popdns.yaml"),
        "listen: 127.0.0.1:5300\nzones: zones/\n"
            + (names.isEmpty() ? "" : "clusters: clusters.yaml\n"));
    return load(folder.resolve(style + "/popdns.yaml"), Optional.empty());
  }

  private String clusters() {
    StringBuilder yaml =
        new StringBuilder("sites: {one: }\nchecks: {c: {tcp: {port: 1}}}\nclusters:\n");
    original
        .topology()
        .clusters()
        .keySet()
        .forEach(
            name ->
                yaml.append("  ")
                    .append(name)
                    .append(": {check: c, members: {one: ")
                    .append("[192.0.2.1, '2001:db8::1']}}\n"));
    return yaml.toString();
  }

  void export(Zone zone, Style style, PrintWriter out) {
    PlanAddresses plans = new PlanAddresses(original.plans(), original.server().site());
    switch (style) {
      case MASTER_FILE -> MasterFileWriter.write(zone, plans, out);
      case OCTODNS -> OctodnsWriter.write(zone, OctodnsWriter.Dialect.OCTODNS, plans, out);
      case POPDNS -> OctodnsWriter.write(zone, OctodnsWriter.Dialect.POPDNS, plans, out);
    }
  }

  private static String name(Part part) {
    return switch (part) {
      case Part.OfRecords records ->
          records.records().owner() + " " + RecordTypes.mnemonic(records.records().type());
      case Part.OfZone zone -> "zone " + zone.zone().origin();
      default -> part.toString();
    };
  }
}
