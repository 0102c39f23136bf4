package org.popdns.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.popdns.config.model.Zone;
import org.popdns.config.problem.Location;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.ProblemPrinter;
import org.popdns.config.problem.ProblemPrinter.Colours;
import org.popdns.config.problem.Severity;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.LoadResult;
import org.popdns.differential.server.Software;
import org.popdns.name.DomainName;

/**
 * A folder of master files, read as popdns reads them before it serves them. What it refuses must
 * be refused by one of the references at least.
 */
final class ZoneFiles {

  private final Path main;
  private final Path zones;

  /** Makes an empty folder {@code zones} in a folder. */
  ZoneFiles(Path folder) throws IOException {
    main = folder.resolve("popdns.yaml");
    zones = Files.createDirectories(folder.resolve("zones"));
    Files.writeString(main, "listen: [\"127.0.0.1:0\"]\nzones: zones/\n");
  }

  /** The configuration's main file. */
  Path main() {
    return main;
  }

  /** Where the files are. */
  Path folder() {
    return zones;
  }

  /**
   * What popdns makes of the files.
   *
   * @param zones those that it serves
   * @param refused those that it doesn't, each with all that it has against it
   */
  record Reading(List<Zone> zones, Map<DomainName, String> refused) {}

  /**
   * Reads zones as popdns does.
   *
   * @throws IOException if popdns serves nothing at all
   */
  Reading read(List<DomainName> origins) throws IOException {
    LoadResult result =
        new ConfigurationLoader(Map.of(), () -> "differential")
            .load(main, ConfigurationLoader.Overrides.NONE);
    List<Zone> zones =
        result
            .configuration()
            .or(result::salvage)
            .orElseThrow(() -> new IOException("refused: " + result.problems()))
            .zones();
    Set<DomainName> served = zones.stream().map(Zone::origin).collect(Collectors.toSet());
    Map<DomainName, String> refused = new TreeMap<>();
    for (DomainName origin : origins) {
      if (!served.contains(origin)) {
        Path file = folder().resolve(Software.fileName(origin));
        List<Problem> problems =
            result.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .filter(
                    problem ->
                        !(problem.location() instanceof Location.Token token)
                            || token.position().file().equals(file))
                .toList();
        refused.put(origin, new ProblemPrinter(Colours.OFF).print(problems));
      }
    }
    return new Reading(zones, refused);
  }
}
