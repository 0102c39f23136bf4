package org.popdns.publish;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.Severity;

/**
 * The notes that the files drew when they were read last, so that a reload tells of new ones only:
 * what lies beside the zones need not be heard of each time. Used by one thread at a time.
 */
final class ToldNotes {

  private Set<Problem> told;

  /** What was told at the start. */
  ToldNotes(Set<Problem> told) {
    this.told = told;
  }

  /** The notes among problems. */
  static Set<Problem> of(List<Problem> problems) {
    Set<Problem> notes = new HashSet<>();
    problems.stream().filter(ToldNotes::isNote).forEach(notes::add);
    return notes;
  }

  /** All problems but the notes that were there the last time. */
  List<Problem> news(List<Problem> problems) {
    Set<Problem> before = told;
    told = of(problems);
    return problems.stream().filter(p -> !isNote(p) || !before.contains(p)).toList();
  }

  private static boolean isNote(Problem problem) {
    return problem.severity() == Severity.NOTE;
  }
}
