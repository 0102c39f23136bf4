package org.popdns.steering;

import java.util.List;
import org.popdns.config.model.Endpoint;

/**
 * Whose addresses a plan answers with, and how that came about.
 *
 * @param plan the plan's name
 * @param reason the rule that chose
 * @param pool the pool whose hosts answer
 * @param candidates that pool's endpoints, in the order of the file, each kept or dropped
 * @param considered the pools that were looked at, in the order in which they are tried
 */
public record SteeringDecision(
    String plan,
    Reason reason,
    String pool,
    List<Candidate> candidates,
    List<PoolTally> considered) {

  /** Copies the lists. */
  public SteeringDecision {
    candidates = List.copyOf(candidates);
    considered = List.copyOf(considered);
  }

  /** The endpoints that are answered with, in the order of the file. */
  public List<Endpoint> answering() {
    return candidates.stream().filter(Candidate::kept).map(Candidate::endpoint).toList();
  }

  /** The tally of the pool that is tried first: of a cluster, this site's. */
  public PoolTally firstChoice() {
    return considered.getFirst();
  }

  /** The rules, in the order in which they are tried. */
  public enum Reason {
    /** This site has its minimum of healthy hosts. */
    OWN_SITE("own-site", "this site has its minimum of healthy hosts"),
    /** This site has too few; the first fallback site that has its own minimum answers. */
    FALLBACK("fallback", "this site is below its minimum, the fallback site is not"),
    /** No site has its minimum, but this one has some healthy hosts. */
    BELOW_MINIMUM("below-minimum", "no site has its minimum; this site's healthy hosts answer"),
    /** No site has its minimum and this one has no healthy host at all. */
    FALLBACK_BELOW_MINIMUM(
        "fallback-below-minimum",
        "no site has its minimum and this site no healthy host; the fallback site's answer"),
    /** No host is healthy anywhere: all addresses are answered with, since one may yet serve. */
    FAIL_OPEN("fail-open", "no host is healthy at any site; all addresses answer");

    private final String label;
    private final String text;

    Reason(String label, String text) {
      this.label = label;
      this.text = text;
    }

    /** The name in metrics and JSON. */
    public String label() {
      return label;
    }

    /** The rule in a sentence for the operator. */
    public String text() {
      return text;
    }
  }

  /**
   * An endpoint of the chosen pool.
   *
   * @param host the host's name
   * @param endpoint one of its endpoints
   * @param kept true if it is answered with
   */
  public record Candidate(String host, Endpoint endpoint, boolean kept) {}

  /**
   * A pool's count.
   *
   * @param pool the pool's name
   * @param hosts how many hosts it has
   * @param healthy how many of them have a healthy address
   * @param needed how many must
   */
  public record PoolTally(String pool, int hosts, int healthy, int needed) {

    /** True if the pool has enough healthy hosts to answer. */
    public boolean reachesMinimum() {
      return hosts > 0 && healthy >= needed;
    }
  }
}
