package org.popdns.config.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.popdns.config.model.DomainName;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.tree.SourceFile;

/**
 * Finds the zone files of a folder: {@code example.com.yaml} holds the zone {@code example.com.}
 * Used by the one thread that loads.
 */
final class ZoneFolder {

  private static final String YAML = ".yaml";

  private ZoneFolder() {}

  /** A zone's file. */
  record ZoneFile(DomainName origin, Path file) {}

  /** The zone files in the order of their names; what is wrong with the folder is reported. */
  static List<ZoneFile> list(Path folder, ProblemLog log) {
    List<Path> files = new ArrayList<>();
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      log.error(folder, "is not a folder");
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      entries.forEach(files::add);
    } catch (UncheckedIOException e) {
      log.error(folder, "cannot be read: " + e.getMessage());
    } catch (IOException e) {
      log.error(folder, "cannot be read: " + SourceFile.reason(e));
      return List.of();
    }
    files.sort(null);
    List<ZoneFile> zones = new ArrayList<>();
    Map<DomainName, Path> seen = new HashMap<>();
    for (Path file : files) {
      zoneFile(file, log)
          .ifPresent(
              zone -> {
                Path first = seen.putIfAbsent(zone.origin(), file);
                if (first != null) {
                  log.error(file, "zone " + zone.origin() + " is in " + first + " already");
                } else {
                  zones.add(zone);
                }
              });
    }
    if (files.isEmpty()) {
      log.warning(folder, "holds no zone: every query will be refused");
    }
    return zones;
  }

  private static Optional<ZoneFile> zoneFile(Path file, ProblemLog log) {
    String name = String.valueOf(file.getFileName());
    if (!name.endsWith(YAML)) {
      boolean ours =
          !name.startsWith(".") && !name.startsWith("README") && Files.isRegularFile(file);
      if (ours) {
        log.warning(file, "is not read: the name of a zone's file ends in .yaml");
      }
      return Optional.empty();
    }
    String origin = name.substring(0, name.length() - YAML.length());
    try {
      return Optional.of(new ZoneFile(DomainName.parse(origin.isEmpty() ? "." : origin), file));
    } catch (IllegalArgumentException e) {
      log.error(file, "the file's name is not a zone's: " + e.getMessage());
      return Optional.empty();
    }
  }
}
