package org.popdns.explain;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.HostStatus;
import org.popdns.config.model.Pool;
import org.popdns.config.model.PoolChoice;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.write.AddressFormat;
import org.popdns.health.EndpointState;
import org.popdns.place.Places;
import org.popdns.report.EndpointStatus;
import org.popdns.snapshot.RegionTable;
import org.popdns.steering.AnswerTtls;
import org.popdns.steering.LoadNumbers;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringDecision.Candidate;
import org.popdns.steering.SteeringDecision.PoolLoad;
import org.popdns.steering.SteeringDecision.PoolTally;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Explains what one plan comes to: the rules that were passed over, the one that holds, its pools
 * with their tallies, each value with its state, and what of the pool an answer has. A cluster that
 * answers all clients alike is explained by its sites. For the thread that asks.
 *
 * @param situation the plan's configuration, and the endpoints' states
 * @param asker who asks
 * @param address the one that decides, IPv6 addresses that stand for IPv4 addresses as those
 * @param found where that is
 * @param lastResorts what record sets answer with where their plans have nobody, by the plans;
 *     those that have nothing are left out
 */
record PlanExplanation(
    Situation situation,
    Asker asker,
    InetAddress address,
    Places.Found found,
    Map<String, List<String>> lastResorts) {

  /** What a plan decides for the address. */
  SteeringDecision decision(List<SteeringDecision> perRegion) {
    int region =
        table(perRegion.getFirst().plan()).map(this::lookUp).map(RegionTable::region).orElse(0);
    return perRegion.get(region);
  }

  private Optional<RegionTable> table(SteeringPlan plan) {
    return situation.regions().of(plan, situation.site());
  }

  private int lookUp(RegionTable table) {
    return table.find(address.getAddress());
  }

  /** True if not all clients are answered alike. */
  static boolean dependsOnClient(List<SteeringDecision> perRegion) {
    SteeringPlan plan = perRegion.getFirst().plan();
    return perRegion.size() > 1
        || plan.pool(perRegion.getFirst().pool())
            .filter(pool -> pool.choice().method() == PoolChoice.Method.HASH)
            .isPresent();
  }

  /** True if it is told as a cluster: everybody is answered from this site, or what stands in. */
  static boolean isOfSite(List<SteeringDecision> perRegion) {
    return perRegion.size() == 1 && perRegion.getFirst().ownSite().isPresent();
  }

  /** Explains a plan that answers everybody from this site or those that stand in for it. */
  void cluster(ObjectNode entry, SteeringDecision decision) {
    entry.put("cluster", decision.plan().name());
    entry.put("pool", decision.plan().name() + "/" + decision.pool());
    entry.put("rule", decision.reason().label());
    entry.put("because", decision.because());
    choice(entry, decision);
    ttl(entry, decision);
    lastResort(decision).ifPresent(values -> texts(entry.putArray("lastResort"), values));
    ArrayNode sites = entry.putArray("sites");
    for (PoolTally tally : decision.considered()) {
      tally(sites.addObject().put("site", tally.pool()), tally, decision);
    }
    values(entry.putArray("addresses"), decision);
  }

  /** Explains any other plan. */
  void plan(ObjectNode entry, List<SteeringDecision> perRegion) {
    SteeringDecision decision = decision(perRegion);
    SteeringPlan plan = decision.plan();
    entry.put("plan", plan.name());
    RuleVerdicts judged = RuleVerdicts.of(plan, situation.site(), address, found);
    ArrayNode rules = entry.putArray("rules");
    for (RuleVerdicts.Verdict verdict : judged.verdicts()) {
      rules
          .addObject()
          .put("rule", verdict.rule())
          .put("clients", verdict.clients())
          .put("verdict", verdict.text());
    }
    // Around nobody's address there is no network.
    table(plan)
        .filter(table -> !asker.equals(Asker.NOBODY))
        .ifPresent(
            table -> {
              int known = lookUp(table);
              entry.put("region", RegionTable.region(known));
              entry.put(
                  "network", AddressFormat.of(Addresses.around(address, RegionTable.scope(known))));
            });
    entry.put("rule", decision.rule());
    entry.put("pool", decision.pool());
    entry.put("reason", decision.reason().label());
    entry.put("because", decision.because());
    choice(entry, decision);
    ttl(entry, decision);
    lastResort(decision).ifPresent(values -> texts(entry.putArray("lastResort"), values));
    ArrayNode pools = entry.putArray("pools");
    for (PoolTally tally : decision.considered()) {
      ObjectNode pool = pools.addObject().put("pool", tally.pool());
      judged.kilometresTo(tally.pool()).ifPresent(kilometres -> pool.put("kilometres", kilometres));
      tally(pool, tally, decision);
    }
    values(entry.putArray("addresses"), decision);
  }

  /** What is answered in place of the pool's values; empty if these are. */
  private Optional<List<String>> lastResort(SteeringDecision decision) {
    return switch (decision.reason()) {
      case FAIL_OPEN, NO_RULE -> Optional.ofNullable(lastResorts.get(decision.plan().name()));
      case OWN_SITE, FIRST_POOL, FALLBACK, SPILL, BELOW_MINIMUM, FALLBACK_BELOW_MINIMUM ->
          Optional.empty();
    };
  }

  private static void texts(ArrayNode list, List<String> texts) {
    texts.forEach(list::add);
  }

  private void choice(ObjectNode entry, SteeringDecision decision) {
    if (lastResort(decision).isPresent()) {
      return;
    }
    decision
        .plan()
        .pool(decision.pool())
        .filter(pool -> pool.hosts().size() > 1)
        .map(Pool::choice)
        .filter(choice -> !choice.equals(PoolChoice.ROTATE_ALL))
        .ifPresent(choice -> entry.put("choice", words(choice)));
  }

  private static void ttl(ObjectNode entry, SteeringDecision decision) {
    AnswerTtls ttls = AnswerTtls.of(decision);
    ttls.most()
        .ifPresent(
            seconds -> entry.put("ttlAtMost", seconds).put("ttlReason", ttls.reason().orElse("")));
  }

  private static String words(PoolChoice choice) {
    String count =
        choice.answers() == PoolChoice.ALL
            ? "all values"
            : choice.answers() == 1 ? "one value" : choice.answers() + " values";
    return count
        + switch (choice.method()) {
          case ROTATE -> ", in turn";
          case WEIGHTED -> ", in turn by weight";
          case HASH -> ", by the client's network";
        };
  }

  private void tally(ObjectNode entry, PoolTally tally, SteeringDecision decision) {
    entry.put("hosts", tally.hosts());
    entry.put("healthy", tally.healthy());
    entry.put("needed", tally.needed());
    if (!decision.spill().isEmpty()) {
      entry.put("sharePercent", LoadNumbers.percent(decision.partsOf(tally.pool())));
    }
    tally
        .load()
        .ifPresent(
            load ->
                entry
                    .put("capacity", LoadNumbers.whole(load.full()))
                    .put("available", LoadNumbers.whole(load.available()))
                    .put("load", LoadNumbers.whole(load.carried())));
    entry.put("verdict", verdict(tally, decision));
  }

  private String verdict(PoolTally tally, SteeringDecision decision) {
    int parts = lastResort(decision).isPresent() ? 0 : decision.partsOf(tally.pool());
    boolean beyond = tally.load().filter(PoolLoad::isBeyond).isPresent();
    if (parts > 0) {
      boolean first = tally.pool().equals(decision.pool());
      if (beyond) {
        return (first ? "chosen" : "takes a part")
            + ", beyond what it can carry"
            + (decision.hasRoom() ? " with other rules' load" : "; nobody in the order has room");
      }
      return parts == SteeringDecision.ALL_PARTS
          ? "chosen"
          : first ? "chosen, up to what it can carry" : "takes what others can't carry";
    }
    if (!tally.reachesMinimum()) {
      return "passed over: below its minimum";
    }
    return (isBeforeChosen(tally, decision) ? "passed over: it has no room" : "not needed")
        + (beyond ? ", beyond what it can carry with other rules' load" : "");
  }

  private static boolean isBeforeChosen(PoolTally tally, SteeringDecision decision) {
    List<String> order = decision.considered().stream().map(PoolTally::pool).toList();
    return order.indexOf(tally.pool()) < order.indexOf(decision.pool());
  }

  private void values(ArrayNode addresses, SteeringDecision decision) {
    boolean weighted =
        decision.shares().stream()
            .flatMap(share -> decision.plan().pool(share.pool()).stream())
            .anyMatch(pool -> pool.choice().method() != PoolChoice.Method.ROTATE);
    List<Candidate> candidates =
        decision.shares().stream().flatMap(share -> share.candidates().stream()).toList();
    for (Candidate candidate : candidates) {
      ObjectNode address = addresses.addObject();
      address.put("host", candidate.host().name());
      address.put("address", candidate.endpoint().target().toString());
      if (weighted) {
        address.put("weight", candidate.host().weight());
      }
      address.put("decision", kept(candidate, decision) ? "kept" : "dropped");
      state(address, candidate.host(), candidate.endpoint());
    }
  }

  private boolean kept(Candidate candidate, SteeringDecision decision) {
    return candidate.kept() && lastResort(decision).isEmpty();
  }

  private void state(ObjectNode address, Pool.Host host, Endpoint endpoint) {
    Optional<EndpointState> known = situation.health().state(endpoint);
    address.put("status", EndpointStatus.label(host, known));
    if (host.status() != HostStatus.OBEY) {
      address.put("reason", "set in the file, not probed");
      return;
    }
    known.ifPresent(
        state -> {
          address.put("reason", state.reason());
          address.put("frozen", state.isKept());
          address.put("since", state.since().at().toString());
        });
  }
}
