package org.popdns.impact;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.popdns.config.model.IpPrefix;
import org.popdns.name.DomainName;
import org.popdns.report.ClientWords;
import org.popdns.steering.SteeringDecision;

/**
 * What becomes another answer for some clients.
 *
 * @param names whose, at least one, in canonical order; all have the same plan
 * @param type of the records
 * @param before what these clients get
 * @param after what they would get
 * @param network the first of the networks that they are in; empty if all clients are meant, or
 *     those of a rule whose clients stay the same
 * @param sites where; empty if at the node's, or at all sites
 */
record NameChange(
    List<DomainName> names,
    int type,
    Answers before,
    Answers after,
    Optional<IpPrefix> network,
    Collection<String> sites) {

  /** In place of a pool's name where no plan answers. */
  static final String NO_PLAN = "";

  /** In place of a rule's clients where no rule holds. */
  static final String NO_RULE = "clients of no rule";

  /** Copies the lists. */
  NameChange {
    names = List.copyOf(names);
    sites = List.copyOf(new TreeSet<>(sites));
  }

  /**
   * What clients of a region get.
   *
   * @param clients the rule's, in words
   * @param pool that answers; {@link #NO_PLAN} for values that no plan chooses
   * @param reason why that one, as metrics have it
   */
  record Answers(String clients, String pool, String reason, RecordShares records) {

    /** What a plan decided for a region. */
    static Answers of(SteeringDecision decision, RecordShares records) {
      String clients =
          decision
              .clients()
              .map(condition -> ClientWords.briefly(List.of(condition)))
              .orElse(NO_RULE);
      return new Answers(clients, decision.pool(), decision.reason().label(), records);
    }

    /** What the zone itself has. */
    static Answers of(List<String> values) {
      return new Answers(ClientWords.EVERYBODY, NO_PLAN, "", RecordShares.alike(values));
    }
  }

  /** How large a part of the answers goes elsewhere, 0 to 1. */
  double moved() {
    return before.records.moved(after.records);
  }

  /** The same, at these sites. */
  NameChange at(Collection<String> others) {
    return new NameChange(names, type, before, after, network, others);
  }
}
