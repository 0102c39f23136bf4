package org.popdns.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.EndpointUse;
import org.popdns.fitness.Decision.Preference;
import org.popdns.fitness.DrainOrder.IfLast;
import org.popdns.fitness.Family;
import org.popdns.fitness.FitnessState;
import org.popdns.health.CanaryState;
import org.popdns.health.SelfDoubt;
import org.popdns.health.Status;
import org.popdns.health.Transition;
import org.popdns.steering.LoadNumbers;
import org.popdns.steering.LoadNumbers.PoolShare;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringDecision.PoolTally;

/**
 * A step that somebody may want to read of at night: what it became, when, and why. Immutable. The
 * {@link Journal} keeps it and tells the log; {@link EventText} has its words, {@link EventJson}
 * its form outside the process.
 */
public sealed interface Event {

  /** When, by the wall clock. */
  Instant at();

  /** True for what comes in crowds when many servers fail at once, or a network comes and goes. */
  default boolean isOfHealth() {
    return this instanceof EndpointChanged
        || this instanceof CanaryChanged
        || this instanceof PeerChanged
        || this instanceof ClusterDecided
        || this instanceof RulesDecided;
  }

  /**
   * A node's announcement is another, or wanted more or less.
   *
   * @param announced families whose routes are announced now
   * @param lasted how long the former state did
   */
  record AnnouncementChanged(
      Instant at,
      String announcement,
      FitnessState from,
      FitnessState to,
      Set<Family> announced,
      Preference preference,
      String reason,
      Duration lasted)
      implements Event {

    /** Copies. */
    public AnnouncementChanged {
      announced = Set.copyOf(announced);
    }
  }

  /**
   * An operator drains an announcement, or orders it anew.
   *
   * @param until when it ends by itself; empty if it does not
   */
  record DrainBegun(
      Instant at,
      String announcement,
      String by,
      String reason,
      Optional<Instant> until,
      IfLast ifLast)
      implements Event {}

  /**
   * A drain is over.
   *
   * @param reason who ended it, or why it ended
   */
  record DrainEnded(Instant at, String announcement, DrainEnd end, String reason)
      implements Event {}

  /** How a drain ends. */
  enum DrainEnd {
    /** The operator ended it. */
    LIFTED("lifted"),
    /** Its time is over. */
    EXPIRED("expired"),
    /** The last-site guard objected. */
    REFUSED("refused");

    private final String label;

    DrainEnd(String label) {
      this.label = label;
    }

    /** The name in JSON and text. */
    public String label() {
      return label;
    }
  }

  /** The health checker has judged itself. */
  record CheckerJudged(Instant at, SelfDoubt.Kind verdict, String reason) implements Event {

    /** As the checker says it. */
    public static CheckerJudged of(SelfDoubt.Verdict verdict) {
      return new CheckerJudged(verdict.at().at(), verdict.kind(), verdict.text());
    }
  }

  /**
   * An endpoint is up or down.
   *
   * @param uses the members that go by it; none in what versions before this one wrote
   * @param address its address, or its name
   * @param check its check in words, such as {@code check web}; empty text if it has none
   */
  record EndpointChanged(
      Instant at, List<EndpointUse> uses, String address, String check, Status to, String reason)
      implements Event {

    /** Copies the list. */
    public EndpointChanged {
      uses = List.copyOf(uses);
    }

    /** As the checker says it. */
    public static EndpointChanged of(Transition transition) {
      return new EndpointChanged(
          transition.after().since().at(),
          transition.uses(),
          transition.after().endpoint().target().toString(),
          transition.after().endpoint().check().words(),
          transition.after().status(),
          transition.cause());
    }

    /** Its address and its check, by which it is known: {@code 192.0.2.21 (check web)}. */
    public String endpoint() {
      return EndpointUse.words(List.of(), address, check);
    }

    /** As the operator knows it: {@code images/tokyo/t1 at 192.0.2.21 (check web)}. */
    public String named() {
      return EndpointUse.words(uses, address, check);
    }
  }

  /**
   * A canary answers, or does no longer.
   *
   * @param canary as the file writes it
   */
  record CanaryChanged(Instant at, String canary, Status to, String reason) implements Event {

    /** As the checker says it. */
    public static CanaryChanged of(CanaryState state) {
      return new CanaryChanged(state.since().at(), state.name(), state.status(), state.reason());
    }
  }

  /**
   * Another node can't be read any more, or can be again.
   *
   * @param peer {@code node.site}
   * @param reason why it can't be read; empty text if it can
   */
  record PeerChanged(Instant at, String peer, Reach to, String reason) implements Event {}

  /** Whether another node can be read. */
  enum Reach {
    /** Not for so long that nobody counts on it. */
    LOST("lost"),
    /** Again. */
    RETURNED("returned");

    private final String label;

    Reach(String label) {
      this.label = label;
    }

    /** The name in JSON and text. */
    public String label() {
      return label;
    }
  }

  /**
   * A cluster is answered from another site, or by another rule.
   *
   * @param healthy how many of this site's hosts are
   * @param hosts how many it has
   * @param needed how many must be healthy
   * @param shares of pools that answer a part each; none where one answers all
   */
  record ClusterDecided(
      Instant at,
      String cluster,
      String site,
      SteeringDecision.Reason rule,
      int healthy,
      int hosts,
      int needed,
      List<PoolShare> shares)
      implements Event {

    /** Copies the list. */
    public ClusterDecided {
      shares = List.copyOf(shares);
    }

    /** Of a cluster that one site's hosts answer. */
    public ClusterDecided(
        Instant at,
        String cluster,
        String site,
        SteeringDecision.Reason rule,
        int healthy,
        int hosts,
        int needed) {
      this(at, cluster, site, rule, healthy, hosts, needed, List.of());
    }

    /** As the policy says it of this site's own pool, and of those that stand in for it. */
    public static ClusterDecided of(SteeringDecision decision, PoolTally own, Instant at) {
      return new ClusterDecided(
          at,
          decision.plan().name(),
          decision.pool(),
          decision.reason(),
          own.healthy(),
          own.hosts(),
          own.needed(),
          LoadNumbers.shares(decision));
    }
  }

  /**
   * Some clients are answered from another pool, or for another reason.
   *
   * @param plan the plan's name
   * @param rules the numbers of the rules for them, from 1; none where the plan has one rule for
   *     all
   * @param healthy how many hosts of the rules' first pool are
   * @param hosts how many it has
   * @param needed how many must be healthy
   * @param shares of pools that answer a part each; none where one answers all
   */
  record RulesDecided(
      Instant at,
      String plan,
      List<Integer> rules,
      String pool,
      SteeringDecision.Reason reason,
      int healthy,
      int hosts,
      int needed,
      List<PoolShare> shares)
      implements Event {

    /** Copies the list. */
    public RulesDecided {
      rules = List.copyOf(rules);
      shares = List.copyOf(shares);
    }

    /** Of clients that one pool's hosts answer. */
    public RulesDecided(
        Instant at,
        String plan,
        List<Integer> rules,
        String pool,
        SteeringDecision.Reason reason,
        int healthy,
        int hosts,
        int needed) {
      this(at, plan, rules, pool, reason, healthy, hosts, needed, List.of());
    }

    /**
     * As the policy says it of rules that answer from the same pool for the same reason.
     *
     * @param first how their first pool stands
     */
    public static RulesDecided of(
        SteeringDecision decision, List<Integer> rules, PoolTally first, Instant at) {
      return new RulesDecided(
          at,
          decision.plan().name(),
          rules,
          decision.pool(),
          decision.reason(),
          first.healthy(),
          first.hosts(),
          first.needed(),
          LoadNumbers.shares(decision));
    }
  }

  /**
   * The files are served.
   *
   * @param changed how many zones are new or changed
   * @param broken how many zones are wrong, and served as before or not at all
   * @param news which zones and members came and went, in one line; empty text if none did
   */
  record ConfigurationServed(
      Instant at,
      String file,
      int changed,
      int zones,
      int broken,
      int endpoints,
      Duration took,
      String news)
      implements Event {}

  /** The files are not served, and what was served still is. */
  record ConfigurationRefused(Instant at, String reason) implements Event {}

  /**
   * A database says where clients are from now on.
   *
   * @param type what it calls itself
   * @param built when it was made
   */
  record DatabaseServed(Instant at, String file, String type, Instant built) implements Event {}

  /**
   * A database is missing or broken.
   *
   * @param lastStays whether what was read of it before goes on being used
   */
  record DatabaseRefused(Instant at, String file, String reason, boolean lastStays)
      implements Event {}

  /**
   * Queries are answered from now on.
   *
   * @param version of the program
   * @param servedFrom {@code files} or {@code stored}
   * @param took how long the start did: what is older is of another process; zero in what versions
   *     before this one wrote
   */
  record ServerStarted(Instant at, String version, String servedFrom, Duration took)
      implements Event {

    /** When the process began to look at endpoints. */
    public Instant begun() {
      return at.minus(took);
    }
  }

  /** No query is answered any more, and somebody wanted it so. */
  record ServerStopped(Instant at) implements Event {}

  /**
   * What another version wrote: kept as it is.
   *
   * @param at {@link Instant#EPOCH} if it has no time
   * @param json an object in one line
   */
  record Foreign(Instant at, String json) implements Event {}
}
