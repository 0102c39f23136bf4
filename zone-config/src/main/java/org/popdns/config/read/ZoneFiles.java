package org.popdns.config.read;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.read.ServerYaml.ListedZone;
import org.popdns.config.read.ServerYaml.ZoneSource;
import org.popdns.config.source.FileSource;
import org.popdns.config.tree.SourceFile;
import org.popdns.name.DomainName;

/**
 * Finds the files of the zones: those that are listed, or those of a folder, where {@code
 * example.com.yaml} and {@code example.com.zone} hold the zone {@code example.com.} and {@code
 * .yaml} the root zone, as in octoDNS. Used by the one thread that loads.
 */
final class ZoneFiles {

  private static final String YAML = ".yaml";
  private static final String MASTER = ".zone";

  private ZoneFiles() {}

  /** The format of a zone's file. */
  enum Format {
    /** octoDNS's YAML. */
    YAML,
    /** A master file (RFC 1035). */
    MASTER
  }

  /** A zone's file. */
  record ZoneFile(DomainName origin, Path file, Format format) {}

  /** The zones' files, each origin once; what is wrong with the source is reported. */
  static List<ZoneFile> of(ZoneSource source, ProblemLog log) {
    return switch (source) {
      case ZoneSource.Folder folder -> folder(folder.path(), log);
      case ZoneSource.Listed listed -> listed(listed.zones());
    };
  }

  private static List<ZoneFile> listed(List<ListedZone> zones) {
    List<ZoneFile> files = new ArrayList<>();
    Map<DomainName, ListedZone> seen = new HashMap<>();
    for (ListedZone zone : zones) {
      ListedZone first = seen.putIfAbsent(zone.origin(), zone);
      if (first != null) {
        zone.where()
            .error(
                "zone "
                    + zone.origin()
                    + " stands in line "
                    + first.where().span().line()
                    + " already");
        continue;
      }
      String name = zone.file().toString();
      boolean yaml = name.endsWith(YAML) || name.endsWith(".yml");
      files.add(new ZoneFile(zone.origin(), zone.file(), yaml ? Format.YAML : Format.MASTER));
    }
    return files;
  }

  private static List<ZoneFile> folder(Path folder, ProblemLog log) {
    log.read(folder);
    List<Path> files;
    FileSource.Kind kind = log.source().kind(folder);
    if (kind == FileSource.Kind.FILE || kind == FileSource.Kind.OTHER) {
      log.error(folder, "is not a folder");
      return List.of();
    }
    try {
      files = log.source().list(folder);
    } catch (IOException e) {
      SourceFile.unreadable(folder, e, log);
      return List.of();
    }
    List<ZoneFile> zones = new ArrayList<>();
    Map<DomainName, Path> seen = new HashMap<>();
    for (Path file : files) {
      Optional<ZoneFile> zone = zoneFile(file, log);
      Optional<Path> first =
          zone.flatMap(found -> Optional.ofNullable(seen.putIfAbsent(found.origin(), file)));
      if (first.isPresent()) {
        log.error(
            file,
            "holds the zone " + zone.get().origin() + ", which is in " + first.get() + " already");
      } else {
        zone.ifPresent(zones::add);
      }
    }
    if (files.isEmpty()) {
      log.warning(folder, "holds no zone: every query will be refused");
    }
    return zones;
  }

  private static Optional<ZoneFile> zoneFile(Path file, ProblemLog log) {
    String name = String.valueOf(file.getFileName());
    if (name.endsWith(YAML)) {
      return zoneFile(file, name, YAML, Format.YAML, log);
    }
    if (name.endsWith(MASTER)) {
      return zoneFile(file, name, MASTER, Format.MASTER, log);
    }
    // Folders and .inc files are for $INCLUDE.
    boolean notOurs = name.startsWith(".") || name.startsWith("README") || name.endsWith(".inc");
    if (!notOurs && log.source().kind(file) == FileSource.Kind.FILE) {
      log.warning(file, "is not read: the name of a zone's file ends in .yaml or .zone");
    }
    return Optional.empty();
  }

  private static Optional<ZoneFile> zoneFile(
      Path file, String name, String ending, Format format, ProblemLog log) {
    String origin = name.substring(0, name.length() - ending.length());
    try {
      return Optional.of(
          new ZoneFile(DomainName.parse(origin.isEmpty() ? "." : origin), file, format));
    } catch (IllegalArgumentException e) {
      log.error(file, "the file's name is not a zone's: " + e.getMessage());
      return Optional.empty();
    }
  }
}
