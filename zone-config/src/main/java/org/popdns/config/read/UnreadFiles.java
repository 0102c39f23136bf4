package org.popdns.config.read;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.source.FileSource;

/**
 * What lies in the zones' folder and is no zone's by its name. Whatever no zone includes either is
 * named in one line, or in one line with others of its kind: nothing is passed over in silence.
 * Used by the one thread that loads.
 */
final class UnreadFiles {

  private static final int MOST_NAMED = 5;

  // Of people and of package managers.
  private static final List<String> BACKUPS =
      List.of(
          ".bak",
          ".old",
          ".orig",
          ".save",
          ".rej",
          ".dpkg-old",
          ".dpkg-new",
          ".dpkg-dist",
          ".dpkg-bak",
          ".ucf-old",
          ".ucf-dist",
          ".rpmsave",
          ".rpmnew",
          ".rpmorig");

  private UnreadFiles() {}

  /** Why something is not read by itself. */
  enum Kind {
    /** Hidden: {@code .git}, {@code .example.com.zone.swp}. */
    HIDDEN("it is hidden", "they are hidden"),
    /** {@code README.md}. */
    README("its name begins with README", "their names begin with README"),
    /** What editors and people leave: {@code example.com.zone~}. */
    BACKUP("its name is a backup's", "their names are those of backups"),
    /** What zones include, or are to: {@code ns.inc}, a folder without zones' files. */
    INCLUDE("no zone includes it", "no zone includes them"),
    /** What BIND has of a zone that is updated: {@code example.com.zone.jnl}. */
    JOURNAL("", ""),
    /** A name that says nothing: probably meant to be a zone's. */
    OTHER("", ""),
    /** The same, in the folder of one zone. */
    OTHER_OF_ZONE("", ""),
    /** A folder with files that look like zones'. */
    ZONES("", ""),
    /** A folder with YAML, which looks like one zone's. */
    SPLIT("", "");

    private final String one;
    private final String several;

    Kind(String one, String several) {
      this.one = one;
      this.several = several;
    }

    /** What a name says of a file that is no zone's. */
    static Kind of(Path file, Kind other) {
      String name = String.valueOf(file.getFileName());
      if (isHidden(name)) {
        return HIDDEN;
      }
      if (name.startsWith("README")) {
        return README;
      }
      if (name.endsWith("~")
          || BACKUPS.stream().anyMatch(name::endsWith)
          || (name.startsWith("#") && name.endsWith("#"))) {
        return BACKUP;
      }
      if (name.endsWith(".jnl")) {
        return JOURNAL;
      }
      return name.endsWith(".inc") ? INCLUDE : other;
    }
  }

  /** Whether it is known what zones include. */
  enum Inclusions {
    /** All zones were read to their ends. */
    KNOWN,
    /** Some have errors: what they would include is not known. */
    UNKNOWN
  }

  /** A file or folder. */
  record Unread(Path path, Kind kind) {}

  /** True for what is out of sight in its folder. */
  static boolean isHidden(String name) {
    return name.startsWith(".");
  }

  /**
   * Names what was not read.
   *
   * @param unread what is not read by itself
   * @param read what was read all the same, as it was included
   * @param inclusions whether that is all that would be included
   * @param split what the folder of a zone's files ends in
   */
  static void report(
      Collection<Unread> unread,
      Collection<Path> read,
      Inclusions inclusions,
      String split,
      ProblemLog log) {
    Set<Path> plain = new HashSet<>();
    for (Path file : read) {
      // With the folders that lead there, up to the first that is known.
      for (Path at = plain(file); at != null && plain.add(at); at = at.getParent()) {}
    }
    Map<Path, Map<Kind, List<Path>>> notes = new TreeMap<>();
    for (Unread entry : unread) {
      for (Unread left : left(entry, plain, log.source())) {
        switch (left.kind) {
          case OTHER ->
              log.warning(
                  left.path,
                  "is not read: the name of a zone's file ends in .yaml or .zone, unless a list"
                      + " under 'zones' names it");
          case JOURNAL ->
              log.warning(
                  left.path,
                  "is not read: it is a journal of BIND's, with changes that the zone's file may"
                      + " lack; 'rndc sync -clean' writes them there");
          case OTHER_OF_ZONE ->
              log.warning(left.path, "is not read: the files of a split zone end in .yaml");
          case ZONES ->
              log.warning(
                  left.path, "is not read: zones' files lie in the folder itself, not below it");
          case SPLIT ->
              log.warning(
                  left.path,
                  "is not read by itself: the folder of a zone's files is named after the zone and"
                      + " ends in '"
                      + split
                      + "', which octodns: {split-extension: …} changes");
          case INCLUDE, HIDDEN, README, BACKUP -> {
            if (inclusions == Inclusions.KNOWN || left.kind != Kind.INCLUDE) {
              notes
                  .computeIfAbsent(left.path.resolveSibling(""), f -> new EnumMap<>(Kind.class))
                  .computeIfAbsent(left.kind, k -> new ArrayList<>())
                  .add(left.path);
            }
          }
        }
      }
    }
    notes.forEach(
        (folder, kinds) -> kinds.forEach((kind, files) -> note(folder, kind, files, log)));
  }

  private static void note(Path folder, Kind kind, List<Path> files, ProblemLog log) {
    if (files.size() == 1) {
      log.note(files.getFirst(), "is not read, as " + kind.one);
      return;
    }
    String names =
        files.stream()
            .limit(MOST_NAMED)
            .map(file -> String.valueOf(file.getFileName()))
            .collect(Collectors.joining(", "));
    int more = files.size() - MOST_NAMED;
    log.note(
        folder,
        "holds %d that are not read, as %s: %s%s"
            .formatted(
                files.size(), kind.several, names, more > 0 ? " and " + more + " more" : ""));
  }

  /** What of an entry was not read: itself, or some of what is in it. */
  private static List<Unread> left(Unread entry, Set<Path> read, FileSource source) {
    Path plain = plain(entry.path);
    if (!read.contains(plain)) {
      return List.of(entry);
    }
    if (source.kind(entry.path) != FileSource.Kind.FOLDER) {
      return List.of();
    }
    List<Unread> left = new ArrayList<>();
    list(entry.path, source)
        .ifPresent(
            within ->
                within.forEach(
                    path ->
                        left.addAll(
                            left(new Unread(path, Kind.of(path, Kind.INCLUDE)), read, source))));
    return left;
  }

  /** What is in a folder; empty if that can't be told. */
  private static Optional<List<Path>> list(Path folder, FileSource source) {
    try {
      return Optional.of(source.list(folder));
    } catch (IOException e) {
      return Optional.empty(); // Nobody may look into it: lost+found, say.
    }
  }

  private static Path plain(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
