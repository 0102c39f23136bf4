package org.popdns.config.read;

import java.util.List;
import java.util.Optional;
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
 * @param files what was read or could not be read, and each zone as it was read, right or not
 * @param marks of the files that were read, the zones' own aside, where the source marks them
 * @param strictness what the main file says of warnings
 */
public record LoadResult(
    Optional<Configuration> configuration,
    Optional<Configuration> salvage,
    List<Problem> problems,
    LoadedFiles files,
    List<FileMark> marks,
    Strictness strictness) {

  /** Copies the lists. */
  public LoadResult {
    problems = List.copyOf(problems);
    marks = List.copyOf(marks);
  }

  /** Each zone as it was read, right or not. */
  public List<LoadedZone> zones() {
    return files.zones();
  }
}
