package org.popdns.config.read;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.read.ServerYaml.ListedZone;
import org.popdns.config.read.ServerYaml.ZoneSource;
import org.popdns.config.source.FileSource;
import org.popdns.config.tree.SourceFile;
import org.popdns.name.DomainName;
import org.popdns.name.InternationalName;

/**
 * Finds the files of the zones: those that are listed, or those of a folder, where {@code
 * example.com.yaml} and {@code example.com.zone} hold the zone {@code example.com.}, {@code .yaml}
 * the root zone, and the folder {@code example.com.} files of the zone of that name, as in octoDNS.
 * Used by the one thread that loads.
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

  /**
   * A zone's file.
   *
   * @param further what else belongs to the zone, in YAML as well
   */
  record ZoneFile(DomainName origin, Path file, Format format, List<Path> further) {

    /** Copies the list. */
    ZoneFile {
      further = List.copyOf(further);
    }

    private ZoneFile with(List<Path> more) {
      List<Path> all = new ArrayList<>(further);
      all.addAll(more);
      return new ZoneFile(origin, file, format, all);
    }
  }

  /** The zones' files, each origin once; what is wrong with the source is reported. */
  static List<ZoneFile> of(ZoneSource source, OctodnsOptions options, ProblemLog log) {
    return switch (source) {
      case ZoneSource.Folder folder -> folder(folder.path(), options, log);
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
      files.add(
          new ZoneFile(zone.origin(), zone.file(), yaml ? Format.YAML : Format.MASTER, List.of()));
    }
    return files;
  }

  private static List<ZoneFile> folder(Path folder, OctodnsOptions options, ProblemLog log) {
    log.read(folder);
    FileSource.Kind kind = log.source().kind(folder);
    if (kind == FileSource.Kind.FILE || kind == FileSource.Kind.OTHER) {
      log.error(folder, "is not a folder");
      return List.of();
    }
    Optional<Path> shared = options.sharedFile().map(folder::resolve);
    Map<DomainName, ZoneFile> zones = new LinkedHashMap<>();
    List<Path> files = list(folder, log);
    for (Path file : files) {
      if (shared.filter(file::equals).isEmpty()) {
        zoneFile(file, options, log).ifPresent(zone -> add(zone, zones, log));
      }
    }
    if (files.isEmpty() && !log.hasErrors()) {
      log.warning(folder, "holds no zone: every query will be refused");
    }
    return zones.values().stream()
        .map(
            zone ->
                zone.format() == Format.YAML && shared.isPresent()
                    ? zone.with(List.of(shared.get()))
                    : zone)
        .toList();
  }

  private static List<Path> list(Path folder, ProblemLog log) {
    try {
      return log.source().list(folder);
    } catch (IOException e) {
      SourceFile.unreadable(folder, e, log);
      return List.of();
    }
  }

  // As in octoDNS, a zone may have a file and a folder of files.
  private static void add(ZoneFile zone, Map<DomainName, ZoneFile> zones, ProblemLog log) {
    ZoneFile first = zones.putIfAbsent(zone.origin(), zone);
    if (first == null) {
      return;
    }
    boolean apart = !first.file().resolveSibling("").equals(zone.file().resolveSibling(""));
    if (apart && first.format() == Format.YAML && zone.format() == Format.YAML) {
      List<Path> more = new ArrayList<>(List.of(zone.file()));
      more.addAll(zone.further());
      zones.put(zone.origin(), first.with(more));
    } else {
      log.error(
          zone.file(),
          "holds the zone "
              + InternationalName.toUnicode(zone.origin())
              + ", which is in "
              + first.file()
              + " already");
    }
  }

  private static Optional<ZoneFile> zoneFile(Path file, OctodnsOptions options, ProblemLog log) {
    String name = String.valueOf(file.getFileName());
    if (name.endsWith(YAML)) {
      return zoneFile(file, name, YAML, Format.YAML, log);
    }
    if (name.endsWith(MASTER)) {
      return zoneFile(file, name, MASTER, Format.MASTER, log);
    }
    if (log.source().kind(file) == FileSource.Kind.FOLDER) {
      return splitZone(file, name, options, log);
    }
    // .inc files are for $INCLUDE.
    boolean notOurs = name.startsWith(".") || name.startsWith("README") || name.endsWith(".inc");
    if (!notOurs) {
      log.warning(file, "is not read: the name of a zone's file ends in .yaml or .zone");
    }
    return Optional.empty();
  }

  /** The zone of a folder of files, each of which has some of its names. */
  private static Optional<ZoneFile> splitZone(
      Path folder, String name, OctodnsOptions options, ProblemLog log) {
    if (name.startsWith(".")) {
      return Optional.empty();
    }
    boolean split =
        name.endsWith(options.splitExtension())
            && name.length() > options.splitExtension().length();
    List<Path> files = list(folder, log);
    List<Path> yaml =
        files.stream()
            .filter(file -> file.toString().endsWith(YAML))
            .filter(file -> log.source().kind(file) != FileSource.Kind.FOLDER)
            .toList();
    if (!split) {
      // Other folders are for $INCLUDE and !include.
      if (!yaml.isEmpty()) {
        log.warning(
            folder,
            "is not read by itself: the folder of a zone's files is named after the zone and ends"
                + " in '"
                + options.splitExtension()
                + "', which octodns: {split-extension: …} changes");
      }
      return Optional.empty();
    }
    log.read(folder);
    for (Path file : files) {
      String other = String.valueOf(file.getFileName());
      if (!yaml.contains(file)
          && !other.startsWith(".")
          && !other.startsWith("README")
          && !other.endsWith(".inc")) {
        log.warning(file, "is not read: the files of a split zone end in .yaml");
      }
    }
    if (yaml.isEmpty()) {
      log.warning(folder, "holds no .yaml file, so the zone is not served");
      return Optional.empty();
    }
    return zoneFile(yaml.getFirst(), name, options.splitExtension(), Format.YAML, log)
        .map(zone -> zone.with(yaml.subList(1, yaml.size())));
  }

  private static Optional<ZoneFile> zoneFile(
      Path file, String name, String ending, Format format, ProblemLog log) {
    String origin = name.substring(0, name.length() - ending.length());
    try {
      return Optional.of(
          new ZoneFile(
              DomainName.parse(origin.isEmpty() ? "." : InternationalName.toAscii(origin)),
              file,
              format,
              List.of()));
    } catch (IllegalArgumentException e) {
      log.error(file, "the file's name is not a zone's: " + e.getMessage());
      return Optional.empty();
    }
  }
}
