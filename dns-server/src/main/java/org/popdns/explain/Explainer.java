package org.popdns.explain;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.answer.Responder;
import org.popdns.config.model.BrokenZone;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.config.write.AddressFormat;
import org.popdns.name.DomainName;
import org.popdns.place.Place;
import org.popdns.place.Places;
import org.popdns.record.RdataText;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;
import org.popdns.snapshot.Snapshot;
import org.popdns.snapshot.compile.ZoneExplanation;
import org.popdns.steering.SteeringDecision;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Explains one answer: the zone, the records with their places in the files, where the client is,
 * what each plan that the answer leads to comes to for it ({@link PlanExplanation}), and the answer
 * itself. The answer is made by the very code that serves, from the same data. For the operator; on
 * the thread that asks.
 */
final class Explainer {

  private static final JsonMapper JSON = new JsonMapper();

  private final Situation situation;
  private final DomainName name;
  private final int type;
  private final Asker asker;
  private final Optional<Integer> udpBytes;
  private final long nowNanos;
  private final Map<String, List<String>> lastResorts = new HashMap<>();
  private final ObjectNode root = JSON.createObjectNode();

  /**
   * Explains one question.
   *
   * @param udpBytes how many bytes the client takes over UDP; empty if it asks over TCP
   * @param nowNanos the monotonic clock, by which ages are told
   */
  Explainer(
      Situation situation,
      DomainName name,
      int type,
      Asker asker,
      Optional<Integer> udpBytes,
      long nowNanos) {
    this.asker = asker;
    this.udpBytes = udpBytes;
    this.nowNanos = nowNanos;
    this.situation = situation;
    this.name = name;
    this.type = type;
  }

  /** The explanation. */
  ObjectNode explain() {
    root.put("name", name.toString());
    root.put("type", RecordTypes.mnemonic(type));
    situation.site().ifPresent(site -> root.put("site", site));
    asker.clientText().ifPresent(client -> root.put("client", client));
    asker.resolver().ifPresent(sender -> root.put("resolver", AddressFormat.of(sender)));
    if (!asker.equals(Asker.NOBODY)) {
      root.put("clientRule", "no rule depends on the client");
    }
    Optional<DomainName> origin = HoldingZone.of(situation.configuration(), name, type);
    Map<String, List<SteeringDecision>> decisions = new LinkedHashMap<>();
    if (origin.isPresent()) {
      inZone(origin.get(), decisions);
    } else {
      root.put("match", "no zone holds the name");
      root.put("rcode", "REFUSED");
    }
    answer(situation.answers().with(origin, decisions));
    return root;
  }

  /**
   * Explains by the zone that holds the name.
   *
   * @param decisions receives those that the answer depends on
   */
  private void inZone(DomainName origin, Map<String, List<SteeringDecision>> decisions) {
    root.put("zone", origin.toString());
    Optional<BrokenZone> broken = situation.configuration().broken(origin);
    Optional<Zone> zone = situation.configuration().zone(origin);
    if (zone.isEmpty()) {
      broken.ifPresent(why -> root.put("match", "the zone can't be served: " + why.reason()));
      return;
    }
    root.put("serial", zone.get().serial());
    broken.ifPresent(why -> root.put("broken", why.reason()));
    if (type == RecordType.AXFR || type == RecordType.IXFR) {
      root.put("match", "transfers are not given");
      return;
    }
    ZoneExplanation found = ZoneExplanation.of(zone.get(), name, type);
    root.put("match", found.match());
    ArrayNode records = root.putArray("records");
    found.answer().forEach(step -> record(records.addObject(), "answer", step, decisions));
    found.authority().forEach(step -> record(records.addObject(), "authority", step, decisions));
    found.additional().forEach(step -> record(records.addObject(), "additional", step, decisions));
    plans(decisions.values(), zone.get().steering().clientSubnet());
    if (!decisions.isEmpty()) {
      situation.putDoubt(root, nowNanos);
    }
  }

  /**
   * Explains what plans come to.
   *
   * @param clientSubnet true if the zone goes by the client subnet option
   */
  private void plans(Collection<List<SteeringDecision>> decisions, boolean clientSubnet) {
    InetAddress deciding = Addresses.counted(asker.deciding(clientSubnet));
    Places.Found found = situation.regions().places().of(deciding);
    PlanExplanation explanation =
        new PlanExplanation(situation, asker, deciding, found, lastResorts);
    if (decisions.stream().anyMatch(PlanExplanation::dependsOnClient)) {
      root.put("clientRule", asker.clientRule(clientSubnet));
      if (!asker.equals(Asker.NOBODY)) {
        place(root.putObject("place"), deciding, found);
      }
    }
    ArrayNode clusters = root.putArray("clusters");
    ArrayNode plans = JSON.createArrayNode();
    for (List<SteeringDecision> perRegion : decisions) {
      if (PlanExplanation.isOfSite(perRegion)) {
        explanation.cluster(clusters.addObject(), perRegion.getFirst());
      } else {
        explanation.plan(plans.addObject(), perRegion);
      }
    }
    if (!plans.isEmpty()) {
      root.set("plans", plans);
    }
  }

  private static void place(ObjectNode entry, InetAddress address, Places.Found found) {
    entry.put("address", AddressFormat.of(address));
    Place place = found.place();
    place.continent().ifPresent(continent -> entry.put("continent", continent));
    place.country().ifPresent(country -> entry.put("country", country));
    place.subdivision().ifPresent(subdivision -> entry.put("subdivision", subdivision));
    found.geoSource().ifPresent(source -> entry.put("source", source));
    place.asn().ifPresent(asn -> entry.put("asn", asn));
    found.asnSource().ifPresent(source -> entry.put("asnSource", source));
    found
        .location()
        .ifPresent(
            location ->
                entry.put("latitude", location.latitude()).put("longitude", location.longitude()));
    found.locationSource().ifPresent(source -> entry.put("locationSource", source));
    if (place.hasGeo() || place.asn().isPresent() || found.location().isPresent()) {
      entry.put("network", AddressFormat.of(found.network()));
    }
  }

  private void record(
      ObjectNode entry,
      String section,
      ZoneExplanation.Step step,
      Map<String, List<SteeringDecision>> decisions) {
    entry.put("section", section);
    entry.put("owner", step.owner().toString());
    entry.put("type", RecordTypes.mnemonic(step.set().type()));
    entry.put("ttl", step.ttlSeconds());
    entry.put("at", step.set().position().toString());
    if (step.set() instanceof RecordSet.Steered steered) {
      List<SteeringDecision> perRegion =
          decisions.computeIfAbsent(steered.plan(), situation::decide);
      if (!steered.lastResort().isEmpty()) {
        lastResorts.put(
            steered.plan(),
            steered.lastResort().stream()
                .map(rdata -> RdataText.of(steered.type(), rdata))
                .toList());
      }
      entry.put(PlanExplanation.isOfSite(perRegion) ? "cluster" : "plan", steered.plan());
    }
  }

  private void answer(Snapshot snapshot) {
    String node = situation.configuration().server().node();
    WireQuestion question = new WireQuestion(name, type, asker);
    WireAnswer whole = WireAnswer.whole(snapshot, node, question);
    int asked = udpBytes.orElse(Responder.UDP_PAYLOAD_BYTES);
    WireAnswer datagram = WireAnswer.datagram(snapshot, node, question, asked);
    root.put("answer", (udpBytes.isPresent() ? datagram : whole).text());
    ObjectNode udp = root.putObject("udp");
    udp.put("bytes", Math.min(asked, Responder.UDP_PAYLOAD_BYTES));
    udp.put("answers", datagram.answers());
    udp.put("of", whole.answers());
    udp.put("truncated", datagram.isTruncated());
    if (udpBytes.isPresent()) {
      udp.put("shown", true);
    }
  }
}
