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
   * @param change which share of real queries gets other addresses, in words; empty text if none
   *     does, or too few are known
   * @param took how long it took
   */
  record Applied(
      List<Problem> problems,
      int zonesCompiled,
      int zones,
      Configuration served,
      int endpoints,
      String news,
      String change,
      Duration took)
      implements ReloadOutcome {}

  /**
   * Nothing changed.
   *
   * @param problems the problems that the files have
   * @param cause what kind of thing it is refused for
   * @param reason why, in one line
   */
  record Refused(List<Problem> problems, Cause cause, String reason) implements ReloadOutcome {}

  /** What reloads are refused for. */
  enum Cause {
    /** The files are wrong, or can't be served. */
    FILES("files"),
    /** They change what a running server can't. */
    RESTART("restart"),
    /** They would remove too much. */
    REMOVAL("removal"),
    /** They would give other addresses to too large a share of the queries. */
    CHANGE("change");

    private final String label;

    Cause(String label) {
      this.label = label;
    }

    /** The name in metrics. */
    public String label() {
      return label;
    }
  }
}
