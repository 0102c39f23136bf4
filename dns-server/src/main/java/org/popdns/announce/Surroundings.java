package org.popdns.announce;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.popdns.answer.OwnMark;
import org.popdns.config.model.Configuration;
import org.popdns.fitness.Phase;

/** What the rest of the server knows. Called by the threads that judge fitness; never blocks. */
public interface Surroundings {

  /** The stage of the server's life. */
  Phase phase();

  /** The addresses that are answered on, with their real ports. */
  List<InetSocketAddress> addresses();

  /**
   * Which workers answer UDP at one of the {@link #addresses}, by their places in the list of
   * counters; a worker may answer at one address or at several.
   */
  List<Integer> workersAt(InetSocketAddress address);

  /** By what the server's own queries are known. */
  OwnMark ownMark();

  /** What is served now: who needs several parts of it takes one moment for them all. */
  Moment now();

  /** What is served. */
  default Configuration configuration() {
    return now().configuration();
  }

  /** What is served at one moment. Immutable. */
  interface Moment {

    /** The configuration. */
    Configuration configuration();

    /**
     * Why no query gets an answer of use although all are answered: no zone is served. Empty if one
     * is.
     */
    Optional<String> emptiness();

    /**
     * What is wrong with clusters, or with the zones that lead to them, one line each; empty if
     * nothing is.
     *
     * @param required their names
     */
    List<String> clusterComplaints(List<String> required);

    /** The same of every cluster without which the site is to withdraw. */
    List<String> clusterComplaints();
  }
}
