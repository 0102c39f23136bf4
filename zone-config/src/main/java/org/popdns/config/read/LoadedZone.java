package org.popdns.config.read;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Zone;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.problem.ProblemSummary;
import org.popdns.config.problem.Severity;
import org.popdns.config.source.FileMark;
import org.popdns.name.DomainName;

/**
 * A zone with the problems of its files. There may be many, so what is empty takes no memory.
 *
 * @param zone empty if there is none at all
 * @param files the files that were read or could not be
 * @param marks by which what was read is known again, where somebody will ask
 * @param strictness which of the problems refuse it
 */
public record LoadedZone(
    DomainName origin,
    Optional<Zone> zone,
    List<Problem> problems,
    Set<Path> files,
    List<FileMark> marks,
    Strictness strictness) {

  /** A zone with what the reading of its files came to. */
  static LoadedZone of(DomainName origin, Optional<Zone> zone, ProblemLog log) {
    return new LoadedZone(origin, zone, log.sorted(), log.files(), log.marks(), Strictness.LENIENT);
  }

  /** The same, refused for its warnings as well. */
  LoadedZone strictly() {
    return new LoadedZone(origin, zone, problems, files, marks, Strictness.STRICT);
  }

  /** The zone if it can be served. */
  public Optional<Zone> right() {
    return zone.filter(
        served -> problems.stream().noneMatch(problem -> strictness.refuses(problem.severity())));
  }

  /** Why it can't be served, in one line. */
  String reason() {
    boolean hasErrors = problems.stream().anyMatch(p -> p.severity() == Severity.ERROR);
    return problems.stream()
        .filter(problem -> problem.severity() == Severity.WARNING)
        .findFirst()
        .filter(warning -> !hasErrors)
        .map(warning -> ProblemSummary.line(warning) + " (a warning, which counts: strict)")
        .orElseGet(() -> ProblemSummary.of(problems));
  }
}
