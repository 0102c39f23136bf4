package org.popdns.config.read;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.read.ServerYaml.ZoneSource;
import org.popdns.config.read.ZoneFiles.ZoneFile;

/**
 * The zones' files as they were listed last, so that a reload does not list a folder of a hundred
 * thousand files again in which none came or went. Used by one thread at a time.
 */
final class ZoneListing {

  /** A folder and what was in it. */
  private record Listed(
      Path folder, FileStamp stamp, List<ZoneFile> files, List<Problem> problems, Set<Path> read) {}

  private Optional<Listed> last = Optional.empty();

  /** As {@link ZoneFiles#of}. */
  List<ZoneFile> of(ZoneSource source, ProblemLog log) {
    return source instanceof ZoneSource.Folder(Path folder)
        ? folder(source, folder, log)
        : ZoneFiles.of(source, log);
  }

  private synchronized List<ZoneFile> folder(ZoneSource source, Path folder, ProblemLog log) {
    Optional<FileStamp> stamp = FileStamp.of(folder);
    Optional<Listed> known =
        last.filter(
            listed -> listed.folder.equals(folder) && Optional.of(listed.stamp).equals(stamp));
    if (known.isPresent()) {
      log.addAll(known.get().problems, known.get().read, List.of());
      return known.get().files;
    }
    ProblemLog own = log.part(log.source());
    List<ZoneFile> files = ZoneFiles.of(source, own);
    log.addAll(own.sorted(), own.files(), List.of());
    last =
        stamp
            .filter(settled -> settled.isSettled() && !own.hasErrors())
            .map(settled -> new Listed(folder, settled, files, own.sorted(), own.files()));
    return files;
  }
}
