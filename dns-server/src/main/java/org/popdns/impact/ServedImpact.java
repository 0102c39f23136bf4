package org.popdns.impact;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.HostStatus;
import org.popdns.explain.Situation;
import org.popdns.health.HealthSnapshot;
import org.popdns.publish.ChangeWeigher;
import org.popdns.publish.DryRun;
import org.popdns.publish.Served;
import org.popdns.region.RegionTables;
import org.popdns.sample.HourSample;
import org.popdns.time.Clocks;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a configuration would change for clients of a running server: by the health of now, and by
 * the queries of the last hour. Endpoints that are new are taken to be up, for nobody has asked
 * them yet. Any thread.
 *
 * @param health as it is when it is asked for
 */
public record ServedImpact(Supplier<HealthSnapshot> health, HourSample sample, Clocks clocks)
    implements ChangeWeigher {

  @Override
  public Weighed weigh(Served served, Configuration next, RegionTables regions) {
    QueryImpact impact = impact(new Both(served, next, regions));
    return new Weighed(
        impact.moved().value(), impact.isTelling(), impact.words(), impact.queries());
  }

  /** The two configurations under one state of health. */
  private final class Both {

    private final NodeAnswers before;
    private final NodeAnswers after;
    private final int unknown;

    Both(Served served, Configuration next, RegionTables regions) {
      HealthSnapshot known = health.get();
      HealthSnapshot assumed = Situation.withUnknownUp(next, known, clocks.moment());
      unknown = unknown(next, known);
      Optional<String> site = served.configuration().server().site();
      before =
          new NodeAnswers(served.configuration(), site, assumed, served.regions(), served.limits());
      after = new NodeAnswers(next, site, assumed, regions, served.limits());
    }
  }

  /** How many endpoints whose health is asked about are not known. */
  private static int unknown(Configuration next, HealthSnapshot known) {
    return (int)
        next.plans().values().stream()
            .flatMap(plan -> plan.pools().values().stream())
            .flatMap(pool -> pool.hosts().stream())
            .filter(host -> host.status() == HostStatus.OBEY)
            .flatMap(host -> host.endpoints().stream())
            .filter(endpoint -> known.state(endpoint).isEmpty())
            .distinct()
            .count();
  }

  private QueryImpact impact(Both both) {
    return QueryImpact.of(both.before, both.after, sample.look(clocks.nanos()));
  }

  /** What a reload would change, as JSON. */
  public void addTo(ObjectNode report, Served served, DryRun run) {
    if (run.next().isEmpty()) {
      return;
    }
    Both both = new Both(served, run.next().get().configuration(), run.next().get().regions());
    ArrayNode regions = report.putArray("regions");
    for (NameChange change : SteeredChanges.between(both.before, both.after)) {
      ImpactJson.put(regions.addObject(), change);
    }
    report.put("endpointsAssumedUp", both.unknown);
    report.set("sample", json(impact(both)));
  }

  private static ObjectNode json(QueryImpact impact) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("queries", impact.queries());
    json.put("spanSeconds", impact.span().toSeconds());
    json.put("telling", impact.isTelling());
    json.put("moved", ImpactJson.rounded(impact.moved().value()));
    json.put("movedLow", ImpactJson.rounded(impact.moved().low()));
    json.put("movedHigh", ImpactJson.rounded(impact.moved().high()));
    json.put("touched", ImpactJson.rounded(impact.touched().value()));
    json.put("words", impact.sampled());
    parts(json.putArray("names"), impact.names());
    parts(json.putArray("clients"), impact.clients());
    parts(json.putArray("networks"), impact.networks());
    return json;
  }

  private static void parts(ArrayNode list, List<QueryImpact.Part> parts) {
    parts.forEach(
        part ->
            list.addObject().put("of", part.of()).put("moved", ImpactJson.rounded(part.moved())));
  }
}
