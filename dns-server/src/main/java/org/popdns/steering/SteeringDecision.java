package org.popdns.steering;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Pool;
import org.popdns.config.model.SteeringPlan;

/**
 * Whose addresses a plan answers some clients with, and how that came about.
 *
 * @param plan the plan
 * @param rule the number of the rule that holds for them, from 1 as the plan lists its rules; 0 if
 *     none does
 * @param ownSite the node's site, if the rule tries that site's own pool first; empty if its pools
 *     stand for no sites
 * @param reason what chose among the rule's pools
 * @param pool the first of the pools whose hosts answer; {@link #NO_POOL} if no rule holds
 * @param candidates that pool's endpoints, in the order of the file, each kept or dropped
 * @param spill the pools behind it that answer a part of the questions, in their order; mostly none
 * @param considered the rule's pools, in the order in which they are tried
 */
public record SteeringDecision(
    SteeringPlan plan,
    int rule,
    Optional<String> ownSite,
    Reason reason,
    String pool,
    List<Candidate> candidates,
    List<Share> spill,
    List<PoolTally> considered) {

  /** In place of a pool's name where no rule holds. */
  public static final String NO_POOL = "-";

  /** Of so many questions parts are counted. */
  public static final int ALL_PARTS = 4096;

  /** Copies the lists. */
  public SteeringDecision {
    candidates = List.copyOf(candidates);
    spill = List.copyOf(spill);
    considered = List.copyOf(considered);
  }

  /** The decision of a plan that has no rule for some clients. */
  static SteeringDecision withoutRule(SteeringPlan plan) {
    return new SteeringDecision(
        plan, 0, Optional.empty(), Reason.NO_RULE, NO_POOL, List.of(), List.of(), List.of());
  }

  /** The same for clients of another rule that tries the same pools. */
  SteeringDecision forRule(int number) {
    return new SteeringDecision(plan, number, ownSite, reason, pool, candidates, spill, considered);
  }

  /** All pools that answer with their parts, at least one, in the order in which they are tried. */
  public List<Share> shares() {
    List<Share> all = new ArrayList<>();
    int others = spill.stream().mapToInt(Share::parts).sum();
    all.add(new Share(pool, reason, ALL_PARTS - others, candidates));
    all.addAll(spill);
    return all;
  }

  /** In how many of {@link #ALL_PARTS} questions a pool answers. */
  public int partsOf(String name) {
    return shares().stream()
        .filter(share -> share.pool().equals(name))
        .mapToInt(Share::parts)
        .sum();
  }

  /** The endpoints that are answered with, in the order of the pools and of the file. */
  public List<Endpoint> answering() {
    return shares().stream()
        .flatMap(share -> share.candidates().stream())
        .filter(Candidate::kept)
        .map(Candidate::endpoint)
        .toList();
  }

  /**
   * True if the answer is less than it is meant to be with all well: another pool than the first
   * answers, or takes a part; a host of the first is down that the file does not set to be down; or
   * the pool does not take yet all that it could.
   */
  public boolean isDegraded() {
    return !isUsual()
        || firstChoice()
            .filter(
                first ->
                    first.healthy() < first.meantToAnswer()
                        || first
                            .load()
                            .filter(load -> load.available() < load.healthy())
                            .isPresent())
            .isPresent();
  }

  /** The tally of the pool that is tried first: of a cluster, this site's; empty without a rule. */
  public Optional<PoolTally> firstChoice() {
    return considered.stream().findFirst();
  }

  /** The reason in a sentence for the operator, with what part the pool takes if not all. */
  public String because() {
    return (ownSite.isPresent() ? reason.textOfSites() : reason.textOfPools()) + partly();
  }

  private String partly() {
    if (spill.isEmpty()) {
      return "";
    }
    Optional<PoolLoad> full =
        firstChoice()
            .filter(first -> first.pool().equals(pool))
            .flatMap(PoolTally::load)
            .filter(load -> !load.isBeyond());
    return full.map(
                load -> "; it can carry only %d and".formatted(LoadNumbers.whole(load.available())))
            .orElse("; it")
        + " takes "
        + LoadNumbers.percent(partsOf(pool))
        + " %, others the rest";
  }

  /** True if a pool of the row that has its minimum could carry more than it does. */
  public boolean hasRoom() {
    return considered.stream()
        .filter(PoolTally::reachesMinimum)
        .anyMatch(tally -> tally.load().filter(load -> !load.hasRoom()).isEmpty());
  }

  /** Whom the rule is for; empty where none holds. */
  public Optional<ClientCondition> clients() {
    return rule == 0 ? Optional.empty() : Optional.of(plan.rules().get(rule - 1).clients());
  }

  /** True if it is as the operator meant it, with all well. */
  public boolean isUsual() {
    return switch (reason) {
      case OWN_SITE, FIRST_POOL, NO_RULE -> spill.isEmpty();
      case FALLBACK, BELOW_MINIMUM, FALLBACK_BELOW_MINIMUM, SPILL, FAIL_OPEN -> false;
    };
  }

  /**
   * True if the other answers the same clients from the same pools for the same reason, in whatever
   * parts.
   */
  public boolean choosesAs(SteeringDecision other) {
    return reason == other.reason
        && pool.equals(other.pool)
        && spillPools().equals(other.spillPools());
  }

  /** The pools behind the first that answer a part of the questions. */
  public List<String> spillPools() {
    return spill.stream().map(Share::pool).toList();
  }

  /** Why a pool answers, in the order in which they are tried. */
  public enum Reason {
    /** This site has its minimum of healthy hosts. */
    OWN_SITE("own-site", "this site has its minimum of healthy hosts"),
    /** The rule's first pool, which is no site's, has its minimum of healthy hosts. */
    FIRST_POOL("first-pool", "the first pool has its minimum of healthy hosts"),
    /** The first pool has too few; the first of the others that has its own minimum answers. */
    FALLBACK(
        "fallback",
        "this site is below its minimum, the fallback site is not",
        "the first pool is below its minimum, this fallback is not"),
    /** Pools that are tried before have their minimum, and can't carry all that comes to them. */
    SPILL(
        "spill",
        "a site that is tried before can't carry all that comes to it, this one has room",
        "a pool that is tried before can't carry all that comes to it, this one has room"),
    /** No pool has its minimum, but the first has some healthy hosts. */
    BELOW_MINIMUM(
        "below-minimum",
        "no site has its minimum; this site's healthy hosts answer",
        "no pool has its minimum; the first pool's healthy hosts answer"),
    /** No pool has its minimum and the first has no healthy host at all. */
    FALLBACK_BELOW_MINIMUM(
        "fallback-below-minimum",
        "no site has its minimum and this site no healthy host; the fallback site's answer",
        "no pool has its minimum and the first no healthy host; this fallback's hosts answer"),
    /** No host is healthy anywhere: all addresses are answered with, since one may yet serve. */
    FAIL_OPEN(
        "fail-open",
        "no host is healthy at any site; all addresses answer",
        "no host is healthy in any pool; the last resort answers"),
    /** No rule is for these clients: what the record has beside its plan is answered. */
    NO_RULE("no-rule", "no rule holds for the client; the last resort answers");

    private final String label;
    private final String textOfSites;
    private final String textOfPools;

    Reason(String label, String text) {
      this(label, text, text);
    }

    Reason(String label, String textOfSites, String textOfPools) {
      this.label = label;
      this.textOfSites = textOfSites;
      this.textOfPools = textOfPools;
    }

    /** The name in metrics and JSON. */
    public String label() {
      return label;
    }

    /** In a sentence, where pools stand for sites. */
    public String textOfSites() {
      return textOfSites;
    }

    /** In a sentence, where they do not. */
    public String textOfPools() {
      return textOfPools;
    }
  }

  /**
   * An endpoint of the chosen pool.
   *
   * @param host the host that has it
   * @param endpoint one of its endpoints
   * @param kept true if it is answered with
   */
  public record Candidate(Pool.Host host, Endpoint endpoint, boolean kept) {}

  /**
   * A pool that answers a part of the questions.
   *
   * @param pool its name
   * @param reason why it does
   * @param parts in how many of {@link #ALL_PARTS} questions, at least 1
   * @param candidates its endpoints, in the order of the file, each kept or dropped
   */
  public record Share(String pool, Reason reason, int parts, List<Candidate> candidates) {

    /** Copies the list. */
    public Share {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * A pool's count.
   *
   * @param pool the pool's name
   * @param hosts how many hosts it has
   * @param healthy how many of them are healthy
   * @param needed how many must
   * @param meantToAnswer how many the file does not set to be down
   * @param load what it can carry and has to; empty if nobody says what it can
   */
  public record PoolTally(
      String pool, int hosts, int healthy, int needed, int meantToAnswer, Optional<PoolLoad> load) {

    /** A pool of hosts that all are meant to answer, of no declared capacity. */
    public PoolTally(String pool, int hosts, int healthy, int needed) {
      this(pool, hosts, healthy, needed, hosts, Optional.empty());
    }

    /** True if the pool has enough healthy hosts to answer. */
    public boolean reachesMinimum() {
      return hosts > 0 && healthy >= needed;
    }

    PoolTally with(Optional<PoolLoad> known) {
      return new PoolTally(pool, hosts, healthy, needed, meantToAnswer, known);
    }
  }

  /**
   * What a pool can carry, and what comes to it by what is declared.
   *
   * @param full what it can carry with all its hosts
   * @param healthy with those that are healthy
   * @param available what it is asked to carry at most: less than that while it takes load back
   * @param carried what comes to it from all rules
   */
  public record PoolLoad(double full, double healthy, double available, double carried) {

    // Less is no load that whole numbers show.
    private static final double LEAST = 0.5;

    /** True if more comes to it than it is asked to carry at most: nobody else has room. */
    public boolean isBeyond() {
      return carried >= available + LEAST;
    }

    /** True if it could carry more. */
    public boolean hasRoom() {
      return carried <= available - LEAST;
    }
  }
}
