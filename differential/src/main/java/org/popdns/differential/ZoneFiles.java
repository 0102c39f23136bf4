package org.popdns.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.popdns.config.model.Position;
import org.popdns.config.model.Zone;
import org.popdns.config.problem.Location;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.Severity;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.LoadResult;

/**
 * A folder of master files, checked as popdns checks them before it serves them. Generated zones
 * lose the lines that popdns refuses, since it refuses some that others accept.
 */
final class ZoneFiles {

  private static final int ROUNDS = 20;
  private static final String BELOW_DNAME = ": the DNAME ";

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
   * The zones as they stand in the files.
   *
   * @throws IOException if popdns refuses one of them
   */
  List<Zone> load() throws IOException {
    LoadResult result = result();
    return result
        .configuration()
        .orElseThrow(() -> new IOException("refused: " + errors(result)))
        .zones();
  }

  /**
   * Takes lines out of the files until popdns accepts them all.
   *
   * @throws IOException if that leads nowhere
   */
  List<Zone> repair() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      LoadResult result = result();
      Map<Path, Set<Integer>> lines = faults(result);
      if (lines.isEmpty()) {
        return load();
      }
      for (Map.Entry<Path, Set<Integer>> file : lines.entrySet()) {
        remove(file.getKey(), file.getValue());
      }
    }
    return load();
  }

  private LoadResult result() {
    return new ConfigurationLoader(Map.of(), () -> "differential")
        .load(main, ConfigurationLoader.Overrides.NONE);
  }

  private static List<String> errors(LoadResult result) {
    return result.problems().stream()
        .filter(problem -> problem.severity() == Severity.ERROR)
        .map(problem -> problem.location() + " " + problem.text())
        .toList();
  }

  private static Map<Path, Set<Integer>> faults(LoadResult result) {
    Map<Path, Set<Integer>> lines = new TreeMap<>();
    for (Problem problem : result.problems()) {
      // What lies below a DNAME is refused by Knot and BIND.
      boolean fault =
          problem.severity() == Severity.ERROR || problem.message().contains(BELOW_DNAME);
      Optional<Position> position =
          problem.location() instanceof Location.Token token
              ? Optional.of(token.position())
              : Optional.empty();
      if (fault && position.isPresent()) {
        Position at = position.get();
        lines.computeIfAbsent(at.file(), f -> new TreeSet<>()).add(at.line());
      }
    }
    return lines;
  }

  private static void remove(Path file, Set<Integer> lines) throws IOException {
    List<String> all = Files.readAllLines(file);
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (!lines.contains(i + 1)) {
        kept.add(all.get(i));
      }
    }
    Files.write(file, kept);
  }
}
