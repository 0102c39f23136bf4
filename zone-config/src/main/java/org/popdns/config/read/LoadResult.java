package org.popdns.config.read;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Configuration;
import org.popdns.config.problem.Problem;
import org.popdns.config.source.FileMark;

/**
 * What became of a load.
 *
 * @param configuration present if and only if no problem is an error
 * @param salvage what can be served all the same; present if the errors are in zones' own files,
 *     and then without these zones, which are among {@link Configuration#broken} and answer
 *     SERVFAIL
 * @param problems by file and place; each complete in itself, to be shown by {@link
 *     org.popdns.config.problem.ProblemPrinter}
 * @param files what was read or could not be read, as named in the configuration
 * @param zones each zone as it was read, right or not
 * @param marks of all files that were read, the zones' included, where the source marks them
 */
public record LoadResult(
    Optional<Configuration> configuration,
    Optional<Configuration> salvage,
    List<Problem> problems,
    Set<Path> files,
    List<LoadedZone> zones,
    List<FileMark> marks) {

  /** Copies the lists and the set. */
  public LoadResult {
    problems = List.copyOf(problems);
    files = Set.copyOf(files);
    zones = List.copyOf(zones);
    marks = List.copyOf(marks);
  }
}
