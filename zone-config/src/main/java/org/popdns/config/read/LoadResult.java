package org.popdns.config.read;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Configuration;
import org.popdns.config.problem.Problem;

/**
 * What became of a load.
 *
 * @param configuration present if and only if no problem is an error
 * @param problems by file and place; each complete in itself, to be shown by {@link
 *     org.popdns.config.problem.ProblemPrinter}
 * @param files what was read or could not be read, as named in the configuration
 */
public record LoadResult(
    Optional<Configuration> configuration, List<Problem> problems, Set<Path> files) {

  /** Copies the list and the set. */
  public LoadResult {
    problems = List.copyOf(problems);
    files = Set.copyOf(files);
  }
}
