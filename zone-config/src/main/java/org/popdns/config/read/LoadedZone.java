package org.popdns.config.read;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Zone;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.problem.Severity;
import org.popdns.config.source.FileMark;
import org.popdns.name.DomainName;

/**
 * A zone with the problems of its files. There may be many, so what is empty takes no memory.
 *
 * @param zone empty if there is none at all
 * @param files the files that were read or could not be
 * @param marks by which what was read is known again, where somebody will ask
 */
public record LoadedZone(
    DomainName origin,
    Optional<Zone> zone,
    List<Problem> problems,
    Set<Path> files,
    List<FileMark> marks) {

  /** A zone with what the reading of its files came to. */
  static LoadedZone of(DomainName origin, Optional<Zone> zone, ProblemLog log) {
    return new LoadedZone(origin, zone, log.sorted(), log.files(), log.marks());
  }

  /** The zone if it can be served. */
  public Optional<Zone> right() {
    return zone.filter(
        served -> problems.stream().allMatch(problem -> problem.severity() == Severity.WARNING));
  }
}
