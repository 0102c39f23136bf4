package org.popdns.config.read;

import java.util.List;
import java.util.Optional;
import org.popdns.config.model.Configuration;
import org.popdns.config.problem.Problem;

/**
 * What became of a load.
 *
 * @param configuration present if and only if no problem is an error
 * @param problems by file and place; each complete in itself, to be shown by {@link
 *     org.popdns.config.problem.ProblemPrinter}
 */
public record LoadResult(Optional<Configuration> configuration, List<Problem> problems) {

  /** Copies the list. */
  public LoadResult {
    problems = List.copyOf(problems);
  }
}
