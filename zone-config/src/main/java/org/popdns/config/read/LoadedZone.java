package org.popdns.config.read;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Zone;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.ProblemLog;

/**
 * A zone with the problems of its files. There may be many, so what is empty takes no memory.
 *
 * @param zone empty if there is none at all
 * @param files the files that were read or could not be
 */
record LoadedZone(Optional<Zone> zone, List<Problem> problems, Set<Path> files) {

  /** A zone with what the reading of its files came to. */
  static LoadedZone of(Optional<Zone> zone, ProblemLog log) {
    return new LoadedZone(zone, log.sorted(), log.files());
  }
}
