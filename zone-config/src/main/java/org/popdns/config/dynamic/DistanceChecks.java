package org.popdns.config.dynamic;

import java.util.List;
import org.popdns.config.model.NearestPools;
import org.popdns.config.model.Pool;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;

/**
 * What can't go by distance, or will not as it may be meant. Used by the one thread that loads.
 *
 * @param problems where it is reported
 */
record DistanceChecks(FileProblems problems) {

  /**
   * Looks at a rule that tries the nearest pool first.
   *
   * @param where it says so
   * @param pools those that it tries
   */
  void rule(int number, Span where, List<Pool> pools) {
    String rule = "rule " + number;
    long located = pools.stream().filter(pool -> pool.location().isPresent()).count();
    if (located < 2) {
      problems.error(
          where,
          rule
              + " goes by distance, but of its pools "
              + (located == 0 ? "none has" : "only one has")
              + " a location");
      return;
    }
    if (located > NearestPools.MOST_LOCATED) {
      problems.error(
          where,
          rule + " goes by distance among more than " + NearestPools.MOST_LOCATED + " pools");
    }
    pools.stream()
        .filter(pool -> pool.location().isEmpty())
        .forEach(
            pool ->
                problems.warning(
                    where,
                    "pool "
                        + Quoted.of(pool.name())
                        + " of "
                        + rule
                        + " has no location: it is tried behind those that have one"));
  }
}
