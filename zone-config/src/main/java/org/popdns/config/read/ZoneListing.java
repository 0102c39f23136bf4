package org.popdns.config.read;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.read.ServerYaml.ZoneSource;
import org.popdns.config.read.ZoneFiles.Found;
import org.popdns.config.source.FileStamp;

/**
 * The zones' files as they were listed last, so that a reload does not list a folder of a hundred
 * thousand files again in which none came or went. Used by one thread at a time.
 */
final class ZoneListing {

  /**
   * A folder and what was in it.
   *
   * @param stamps of the folders that were listed, this one among them
   */
  private record Listed(
      Path folder,
      OctodnsOptions options,
      Map<Path, FileStamp> stamps,
      Found found,
      List<Problem> problems,
      Set<Path> read) {

    boolean isAsBefore() {
      return stamps.entrySet().stream()
          .allMatch(entry -> FileStamp.of(entry.getKey()).equals(Optional.of(entry.getValue())));
    }
  }

  private Optional<Listed> last = Optional.empty();

  /** As {@link ZoneFiles#of}. */
  Found of(ZoneSource source, OctodnsOptions options, ProblemLog log) {
    return source instanceof ZoneSource.Folder(Path folder)
        ? folder(source, folder, options, log)
        : ZoneFiles.of(source, options, log);
  }

  private synchronized Found folder(
      ZoneSource source, Path folder, OctodnsOptions options, ProblemLog log) {
    Optional<Listed> known =
        last.filter(listed -> listed.folder.equals(folder) && listed.options.equals(options))
            .filter(Listed::isAsBefore);
    if (known.isPresent()) {
      log.addAll(known.get().problems, known.get().read, List.of());
      return known.get().found;
    }
    Optional<Found> before = last.map(Listed::found);
    last = Optional.empty();
    Optional<FileStamp> stamp = FileStamp.of(folder);
    ProblemLog own = log.part(log.source());
    Found listed = ZoneFiles.of(source, options, own);
    // A file that was replaced changes its folder. Those who know the list need not look anew.
    Found found = before.filter(listed::equals).orElse(listed);
    log.addAll(own.sorted(), own.files(), List.of());
    // The stamps of folders within are drawn after they were listed: one that changed meanwhile has
    // not settled.
    Map<Path, FileStamp> stamps = new HashMap<>();
    boolean settled = stamp.isPresent() && !own.hasErrors();
    for (Path read : own.files()) {
      Optional<FileStamp> now = read.equals(folder) ? stamp : FileStamp.of(read);
      settled &= now.filter(FileStamp::isSettled).isPresent();
      now.ifPresent(drawn -> stamps.put(read, drawn));
    }
    if (settled) {
      last = Optional.of(new Listed(folder, options, stamps, found, own.sorted(), own.files()));
    }
    return found;
  }
}
