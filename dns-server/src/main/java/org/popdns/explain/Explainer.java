package org.popdns.explain;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.popdns.answer.Exchange;
import org.popdns.answer.Responder;
import org.popdns.answer.ServerCookies;
import org.popdns.answer.ServerIdentity;
import org.popdns.answer.WorkerCounters;
import org.popdns.config.model.BrokenZone;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.Zone;
import org.popdns.config.presentation.MessageText;
import org.popdns.config.write.AddressFormat;
import org.popdns.health.EndpointState;
import org.popdns.name.DomainName;
import org.popdns.publish.SlotRecords;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;
import org.popdns.report.EndpointStatus;
import org.popdns.report.StatusReport;
import org.popdns.snapshot.CompiledZone;
import org.popdns.snapshot.HealthAnswers;
import org.popdns.snapshot.Slot;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.SlotKey;
import org.popdns.snapshot.Snapshot;
import org.popdns.snapshot.ZoneTable;
import org.popdns.snapshot.compile.ZoneCompiler;
import org.popdns.snapshot.compile.ZoneExplanation;
import org.popdns.status.StatusJson;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringDecision.Candidate;
import org.popdns.steering.SteeringDecision.PoolTally;
import org.popdns.steering.SteeringPolicy;
import org.popdns.wire.QueryParser;
import org.popdns.wire.RecordClass;
import org.popdns.wire.WireFormat;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Explains one answer: the zone, the records with their places in the files, the rule that chose a
 * site and those passed over, each address kept or dropped with its state, and the answer itself.
 * The answer is made by the very code that serves, from the same data. For the operator; on the
 * thread that asks.
 */
final class Explainer {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int EDNS_BYTES = 11;

  private final Situation situation;
  private final DomainName name;
  private final int type;
  private final ObjectNode root = JSON.createObjectNode();

  Explainer(Situation situation, DomainName name, int type) {
    this.situation = situation;
    this.name = name;
    this.type = type;
  }

  /** The explanation. */
  ObjectNode explain(Optional<InetAddress> client) {
    root.put("name", name.toString());
    root.put("type", RecordTypes.mnemonic(type));
    situation.configuration().server().site().ifPresent(site -> root.put("site", site));
    client.ifPresent(
        address -> {
          root.put("client", AddressFormat.of(address));
          root.put("clientRule", "no rule depends on the client");
        });
    Optional<BrokenZone> failed = failed();
    if (failed.isPresent()) {
      DomainName origin = failed.get().origin();
      root.put("zone", origin.toString());
      root.put("match", "the zone can't be served: " + failed.get().reason());
      answer(new Snapshot(new ZoneTable(List.of(CompiledZone.failed(origin))), HealthAnswers.NONE));
      return root;
    }
    Optional<Zone> zone = zone();
    if (zone.isEmpty()) {
      root.put("match", "no zone holds the name");
      root.put("rcode", "REFUSED");
      answer(Snapshot.EMPTY);
      return root;
    }
    root.put("zone", zone.get().origin().toString());
    root.put("serial", zone.get().serial());
    DomainName origin = zone.get().origin();
    situation.configuration().broken().stream()
        .filter(broken -> broken.origin().equals(origin))
        .forEach(broken -> root.put("broken", broken.reason()));
    if (type == RecordType.AXFR || type == RecordType.IXFR) {
      root.put("match", "transfers are not given");
      answer(snapshot(zone.get()));
      return root;
    }
    ZoneExplanation found = ZoneExplanation.of(zone.get(), name, type);
    root.put("match", found.match());
    Map<String, SteeringDecision> decisions = new LinkedHashMap<>();
    ArrayNode records = root.putArray("records");
    found.answer().forEach(step -> record(records.addObject(), "answer", step, decisions));
    found.authority().forEach(step -> record(records.addObject(), "authority", step, decisions));
    found.additional().forEach(step -> record(records.addObject(), "additional", step, decisions));
    ArrayNode clusters = root.putArray("clusters");
    decisions.values().forEach(decision -> plan(clusters.addObject(), decision));
    if (!decisions.isEmpty() && situation.health().selfDoubt().freeze().isPresent()) {
      StatusJson.putDoubt(root.putObject("checker"), StatusReport.doubt(situation.health()));
    }
    answer(snapshot(zone.get()));
    return root;
  }

  /** The zone that answers, if it is one that can't be served. */
  private Optional<BrokenZone> failed() {
    return origin()
        .flatMap(
            origin ->
                situation.configuration().failed().stream()
                    .filter(zone -> zone.origin().equals(origin))
                    .findFirst());
  }

  private Optional<Zone> zone() {
    return origin()
        .flatMap(
            origin ->
                situation.configuration().zones().stream()
                    .filter(zone -> zone.origin().equals(origin))
                    .findFirst());
  }

  /** The zone that answers: the longest origin, but for DS at an apex the one above. */
  private Optional<DomainName> origin() {
    Configuration configuration = situation.configuration();
    List<DomainName> holding =
        Stream.concat(
                configuration.zones().stream().map(Zone::origin),
                configuration.failed().stream().map(BrokenZone::origin))
            .filter(name::isAtOrBelow)
            .sorted(Comparator.comparingInt(DomainName::labelCount).reversed())
            .toList();
    if (type == RecordType.DS && holding.size() > 1 && holding.getFirst().equals(name)) {
      return Optional.of(holding.get(1));
    }
    return holding.stream().findFirst();
  }

  private void record(
      ObjectNode entry,
      String section,
      ZoneExplanation.Step step,
      Map<String, SteeringDecision> decisions) {
    entry.put("section", section);
    entry.put("owner", step.owner().toString());
    entry.put("type", RecordTypes.mnemonic(step.set().type()));
    entry.put("ttl", step.ttlSeconds());
    entry.put("at", step.set().position().toString());
    if (step.set() instanceof RecordSet.Steered steered) {
      entry.put("cluster", steered.plan());
      decisions.computeIfAbsent(steered.plan(), this::decide);
    }
  }

  private SteeringDecision decide(String name) {
    SteeringPlan plan = situation.configuration().plans().get(name);
    String site =
        situation
            .configuration()
            .server()
            .site()
            .orElseThrow(
                () -> new IllegalArgumentException("the answer depends on the site: give --site"));
    if (plan == null) {
      throw new IllegalStateException("plan " + name + " is not in the configuration");
    }
    return new SteeringPolicy(site).decide(plan, situation.health());
  }

  private void plan(ObjectNode entry, SteeringDecision decision) {
    entry.put("cluster", decision.plan());
    entry.put("pool", decision.plan() + "/" + decision.pool());
    entry.put("rule", decision.reason().label());
    entry.put("because", decision.reason().text());
    ArrayNode sites = entry.putArray("sites");
    for (PoolTally tally : decision.considered()) {
      ObjectNode site = sites.addObject();
      site.put("site", tally.pool());
      site.put("hosts", tally.hosts());
      site.put("healthy", tally.healthy());
      site.put("needed", tally.needed());
      site.put("verdict", verdict(tally, decision));
    }
    ArrayNode addresses = entry.putArray("addresses");
    for (Candidate candidate : decision.candidates()) {
      ObjectNode address = addresses.addObject();
      address.put("host", candidate.host());
      address.put("address", AddressFormat.of(candidate.endpoint().address()));
      address.put("decision", candidate.kept() ? "kept" : "dropped");
      state(address, candidate.endpoint());
    }
  }

  private static String verdict(PoolTally tally, SteeringDecision decision) {
    if (tally.pool().equals(decision.pool())) {
      return "chosen";
    }
    return tally.reachesMinimum() ? "not needed" : "passed over: below its minimum";
  }

  private void state(ObjectNode address, Endpoint endpoint) {
    Optional<EndpointState> state = situation.health().state(endpoint);
    if (state.isEmpty()) {
      address.put("status", "unknown");
      return;
    }
    address.put("status", EndpointStatus.label(state.get().status()));
    address.put("reason", state.get().reason());
    address.put("frozen", state.get().isKept());
    address.put("since", state.get().since().toString());
  }

  /** What would be served of one zone in this situation. */
  private Snapshot snapshot(Zone zone) {
    SlotDirectory slots = new SlotDirectory();
    ZoneTable table = new ZoneTable(List.of(ZoneCompiler.compile(zone, slots)));
    List<MemorySegment> sets = new ArrayList<>();
    boolean steers = situation.configuration().server().site().isPresent();
    for (SlotKey key : slots.keys()) {
      // Without a site no cluster is asked for here: the look-up of one would have said so.
      sets.add(
          steers
              ? SlotRecords.encode(key, decide(key.plan()), 0)
              : Slot.of(key.type(), key.ttlSeconds(), List.of(), 0));
    }
    return new Snapshot(table, new HealthAnswers(sets.toArray(MemorySegment[]::new)));
  }

  private void answer(Snapshot snapshot) {
    // Any client over TCP, so that nothing is cut off; and what of that fits a datagram.
    Exchange exchange = new Exchange();
    exchange.begin(snapshot);
    exchange.client().tcpIpv4(0, 0);
    byte[] whole = respond(exchange);
    root.put("answer", MessageText.of(whole));
    exchange.client().udpIpv4(0);
    byte[] datagram = respond(exchange);
    ObjectNode udp = root.putObject("udp");
    udp.put("bytes", Responder.UDP_PAYLOAD_BYTES);
    udp.put("answers", answers(datagram));
    udp.put("of", answers(whole));
    udp.put("truncated", (datagram[WireFormat.FLAGS] & (WireFormat.TC >>> 8)) != 0);
  }

  private static int answers(byte[] message) {
    return ByteBuffer.wrap(message).getShort(WireFormat.ANCOUNT) & 0xffff;
  }

  private byte[] respond(Exchange exchange) {
    byte[] query = query();
    Responder responder =
        new Responder(
            new ServerIdentity(situation.configuration().server().node()),
            ServerCookies.bySystemClock(),
            new WorkerCounters(),
            0);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = arena.allocate(query.length + QueryParser.READ_AHEAD_BYTES);
      MemorySegment.copy(query, 0, request, ValueLayout.JAVA_BYTE, 0, query.length);
      MemorySegment response = arena.allocate(WireFormat.MAX_MESSAGE_BYTES);
      exchange.request(request, 0, query.length);
      exchange.response(response, 0, WireFormat.MAX_MESSAGE_BYTES);
      int length = responder.respond(exchange);
      return response.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }
  }

  private byte[] query() {
    byte[] qname = name.toWire();
    int length =
        WireFormat.HEADER_LENGTH_BYTES + qname.length + WireFormat.QUESTION_TAIL_BYTES + EDNS_BYTES;
    ByteBuffer query = ByteBuffer.allocate(length);
    query.putShort((short) 0).putShort((short) 0).putShort((short) 1);
    query.position(WireFormat.ARCOUNT);
    query.putShort((short) 1).put(qname).putShort((short) type).putShort((short) RecordClass.IN);
    query.put((byte) 0).putShort((short) RecordType.OPT);
    query.putShort((short) Responder.UDP_PAYLOAD_BYTES);
    return query.array();
  }
}
