package org.popdns.publish;

import java.util.List;
import java.util.Optional;
import org.popdns.config.model.Configuration;
import org.popdns.config.problem.Problem;
import org.popdns.region.RegionTables;

/**
 * What a reload would come to, of which nothing was done.
 *
 * @param problems that the files have
 * @param next what would be served; empty if the files are broken
 * @param refusal why it would not be taken up, in one line; empty if it would
 * @param zonesChanged how many zones are new or changed
 * @param news which zones, members and places come and go, in one line; empty text if none do
 */
public record DryRun(
    List<Problem> problems,
    Optional<Next> next,
    Optional<String> refusal,
    int zonesChanged,
    String news) {

  /** Copies the list. */
  public DryRun {
    problems = List.copyOf(problems);
  }

  /**
   * What would be served.
   *
   * @param regions the tables of its plans
   */
  public record Next(Configuration configuration, RegionTables regions) {}
}
