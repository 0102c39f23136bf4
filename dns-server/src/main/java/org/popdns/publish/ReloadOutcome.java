package org.popdns.publish;

import java.time.Duration;
import java.util.List;
import org.popdns.config.model.Configuration;
import org.popdns.config.problem.Problem;

/** What became of a reload. */
sealed interface ReloadOutcome {

  /** The problems that the files have: warnings, or errors if it was refused. */
  List<Problem> problems();

  /**
   * The files are served.
   *
   * @param problems the problems that the files have
   * @param zonesCompiled zones that are new or changed
   * @param zones zones in all
   * @param served what is served, with the zones and files that are wrong
   * @param endpoints endpoints that are watched now
   * @param news which zones and members came and went, in one line; empty text if none did
   * @param took how long it took
   */
  record Applied(
      List<Problem> problems,
      int zonesCompiled,
      int zones,
      Configuration served,
      int endpoints,
      String news,
      Duration took)
      implements ReloadOutcome {}

  /**
   * Nothing changed.
   *
   * @param problems the problems that the files have
   * @param reason why, in one line
   */
  record Refused(List<Problem> problems, String reason) implements ReloadOutcome {}
}
