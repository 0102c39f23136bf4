package org.popdns.config.read;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.LeftOutFile;
import org.popdns.config.problem.Location;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.problem.ProblemSummary;
import org.popdns.config.problem.Severity;
import org.popdns.config.read.ServerYaml.ListedZone;
import org.popdns.config.read.ServerYaml.ZoneSource;
import org.popdns.config.read.UnreadFiles.Inclusions;
import org.popdns.config.read.UnreadFiles.Kind;
import org.popdns.config.read.UnreadFiles.Unread;
import org.popdns.config.source.FileSource;
import org.popdns.config.tree.SourceFile;
import org.popdns.name.DomainName;
import org.popdns.name.InternationalName;

/**
 * Finds the files of the zones: those that are listed, or those of a folder, where {@code
 * example.com.yaml} and {@code example.com.zone} hold the zone {@code example.com.}, {@code .yaml}
 * the root zone, and the folder {@code example.com.} files of the zone of that name, as in octoDNS.
 * What is wrong with a name is that zone's problem, not the others'. Used once, by the one thread
 * that loads.
 */
final class ZoneFiles {

  private static final String YAML = ".yaml";
  private static final String MASTER = ".zone";

  private final Path folder;
  private final OctodnsOptions options;
  private final ProblemLog log;
  private final Map<DomainName, ZoneFile> zones = new LinkedHashMap<>();
  private final Map<DomainName, BrokenByName> broken = new LinkedHashMap<>();
  private final Map<Path, Problem> nameless = new LinkedHashMap<>();
  private final List<Unread> unread = new ArrayList<>();

  private ZoneFiles(Path folder, OctodnsOptions options, ProblemLog log) {
    this.folder = folder;
    this.options = options;
    this.log = log;
  }

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
   * @param ecs what the list of zones says of client subnets
   */
  record ZoneFile(
      DomainName origin, Path file, Format format, List<Path> further, Optional<Boolean> ecs) {

    /** Copies the list. */
    ZoneFile {
      further = List.copyOf(further);
    }

    private ZoneFile with(List<Path> more) {
      List<Path> all = new ArrayList<>(further);
      all.addAll(more);
      return new ZoneFile(origin, file, format, all, ecs);
    }
  }

  /**
   * Files that can't be told to be a zone's as they stand.
   *
   * @param files those that claim to be the zone's
   */
  record BrokenByName(DomainName origin, List<Path> files, List<Problem> problems) {

    /** Copies the lists. */
    BrokenByName {
      files = List.copyOf(files);
      problems = List.copyOf(problems);
    }

    private BrokenByName and(BrokenByName other) {
      List<Path> all = new ArrayList<>(files);
      all.addAll(other.files);
      List<Problem> both = new ArrayList<>(problems);
      both.addAll(other.problems);
      return new BrokenByName(origin, all, both);
    }
  }

  /**
   * What was found.
   *
   * @param zones the zones' files, each origin once
   * @param broken zones whose files are wrong by their names, none of which is among {@code zones}
   * @param nameless files whose name is no zone's, each with the problem
   * @param unread what is not read by itself
   */
  record Found(
      List<ZoneFile> zones,
      List<BrokenByName> broken,
      Map<Path, Problem> nameless,
      List<Unread> unread) {

    /** Copies the lists. */
    Found {
      zones = List.copyOf(zones);
      broken = List.copyOf(broken);
      nameless = Collections.unmodifiableMap(new LinkedHashMap<>(nameless));
      unread = List.copyOf(unread);
    }

    /** Nothing. */
    static final Found NONE = of(List.of());

    private static Found of(List<ZoneFile> zones) {
      return new Found(zones, List.of(), Map.of(), List.of());
    }

    /** The files whose name is no zone's, as they are served. */
    List<LeftOutFile> leftOut() {
      return nameless.entrySet().stream()
          .map(file -> new LeftOutFile(file.getKey(), ProblemSummary.line(file.getValue())))
          .toList();
    }

    /**
     * Reports what was not read.
     *
     * @param loaded the zones, and what they include
     * @param others other files that were read
     */
    void report(List<LoadedZone> loaded, Set<Path> others, String split, ProblemLog log) {
      nameless.keySet().forEach(log::read);
      if (unread.isEmpty()) {
        return;
      }
      Set<Path> read = new HashSet<>(others);
      read.removeIf(file -> log.source().kind(file) == FileSource.Kind.FOLDER);
      loaded.stream()
          .filter(zone -> zone.files().size() > 1)
          .forEach(zone -> read.addAll(zone.files()));
      boolean whole =
          loaded.stream()
              .flatMap(zone -> zone.problems().stream())
              .noneMatch(problem -> problem.severity() == Severity.ERROR);
      UnreadFiles.report(unread, read, whole ? Inclusions.KNOWN : Inclusions.UNKNOWN, split, log);
    }
  }

  /** The zones' files; what is wrong with the source as a whole is reported. */
  static Found of(ZoneSource source, OctodnsOptions options, ProblemLog log) {
    return switch (source) {
      case ZoneSource.Folder folder -> new ZoneFiles(folder.path(), options, log).folder();
      case ZoneSource.Listed listed -> Found.of(listed(listed.zones()));
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
          new ZoneFile(
              zone.origin(),
              zone.file(),
              yaml ? Format.YAML : Format.MASTER,
              List.of(),
              zone.ecs()));
    }
    return files;
  }

  private Found folder() {
    log.read(folder);
    FileSource.Kind kind = log.source().kind(folder);
    if (kind == FileSource.Kind.FILE || kind == FileSource.Kind.OTHER) {
      log.error(folder, "is not a folder");
      return Found.of(List.of());
    }
    List<Path> files;
    try {
      files = log.source().list(folder);
    } catch (IOException e) {
      SourceFile.unreadable(folder, e, log);
      return Found.of(List.of());
    }
    Optional<Path> shared = options.sharedFile().map(folder::resolve);
    for (Path file : files) {
      if (shared.filter(file::equals).isEmpty()) {
        entry(file);
      }
    }
    if (zones.isEmpty() && broken.isEmpty() && nameless.isEmpty()) {
      log.warning(folder, "holds no zone: every query will be refused");
    }
    broken.keySet().forEach(zones::remove);
    List<ZoneFile> found =
        zones.values().stream()
            .map(
                zone ->
                    zone.format() == Format.YAML && shared.isPresent()
                        ? zone.with(List.of(shared.get()))
                        : zone)
            .toList();
    // It is read with each zone in YAML.
    shared
        .filter(file -> files.contains(file))
        .ifPresent(file -> unread.add(new Unread(file, Kind.INCLUDE)));
    return new Found(found, List.copyOf(broken.values()), nameless, unread);
  }

  private void entry(Path file) {
    String name = String.valueOf(file.getFileName());
    boolean isHidden = UnreadFiles.isHidden(name) && !name.equals(YAML) && !name.equals(MASTER);
    if (name.endsWith(YAML) && !isHidden) {
      zoneFile(file, name, YAML, Format.YAML).ifPresent(this::add);
    } else if (name.endsWith(MASTER) && !isHidden) {
      zoneFile(file, name, MASTER, Format.MASTER).ifPresent(this::add);
    } else if (!isHidden && log.source().kind(file) == FileSource.Kind.FOLDER) {
      subfolder(file, name);
    } else {
      unread.add(new Unread(file, Kind.of(file, Kind.OTHER)));
    }
  }

  // As in octoDNS, a zone may have a file and a folder of files.
  private void add(ZoneFile zone) {
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
      List<Path> both = new ArrayList<>();
      for (ZoneFile one : List.of(first, zone)) {
        both.add(one.file());
        both.addAll(one.further());
      }
      broken(
          zone.origin(),
          both,
          problem(
              zone.file(),
              "holds the zone "
                  + InternationalName.toUnicode(zone.origin())
                  + ", which is in "
                  + first.file()
                  + " already"));
    }
  }

  private void broken(DomainName origin, List<Path> files, Problem problem) {
    broken.merge(origin, new BrokenByName(origin, files, List.of(problem)), BrokenByName::and);
  }

  /** A folder in the zones' folder: one zone's, or one that zones include files of. */
  private void subfolder(Path sub, String name) {
    String ending = options.splitExtension();
    boolean isZone = name.endsWith(ending) && name.length() > ending.length();
    log.read(sub);
    List<Path> files;
    try {
      files = log.source().list(sub);
    } catch (IOException e) {
      if (isZone) {
        Problem problem = problem(sub, "cannot be read: " + SourceFile.reason(e));
        origin(sub, name, ending).ifPresent(origin -> broken(origin, List.of(sub), problem));
      } else {
        unread.add(new Unread(sub, Kind.INCLUDE)); // lost+found, say
      }
      return;
    }
    List<Path> yaml = files(files, YAML);
    if (isZone) {
      splitZone(sub, name, files, yaml);
    } else if (!yaml.isEmpty()) {
      unread.add(new Unread(sub, Kind.SPLIT));
    } else {
      unread.add(new Unread(sub, files(files, MASTER).isEmpty() ? Kind.INCLUDE : Kind.ZONES));
    }
  }

  private List<Path> files(List<Path> files, String ending) {
    return files.stream()
        .filter(file -> file.toString().endsWith(ending))
        .filter(file -> log.source().kind(file) != FileSource.Kind.FOLDER)
        .toList();
  }

  /** The zone of a folder of files, each of which has some of its names. */
  private void splitZone(Path sub, String name, List<Path> files, List<Path> yaml) {
    for (Path file : files) {
      if (!yaml.contains(file)) {
        unread.add(new Unread(file, Kind.of(file, Kind.OTHER_OF_ZONE)));
      }
    }
    if (yaml.isEmpty()) {
      log.warning(sub, "holds no .yaml file, so the zone is not served");
      return;
    }
    zoneFile(yaml.getFirst(), name, options.splitExtension(), Format.YAML)
        .ifPresent(zone -> add(zone.with(yaml.subList(1, yaml.size()))));
  }

  private Optional<ZoneFile> zoneFile(Path file, String name, String ending, Format format) {
    return origin(file, name, ending)
        .map(origin -> new ZoneFile(origin, file, format, List.of(), Optional.empty()));
  }

  private Optional<DomainName> origin(Path file, String name, String ending) {
    String origin = name.substring(0, name.length() - ending.length());
    try {
      return Optional.of(
          DomainName.parse(origin.isEmpty() ? "." : InternationalName.toAscii(origin)));
    } catch (IllegalArgumentException e) {
      nameless.put(file, problem(file, "the file's name is not a zone's: " + e.getMessage()));
      return Optional.empty();
    }
  }

  private static Problem problem(Path file, String message) {
    return new Problem(Severity.ERROR, new Location.WholeFile(file), message, Optional.empty());
  }
}
