package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.Check;
import org.popdns.config.model.Pool;
import org.popdns.config.model.Probe;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;
import org.popdns.config.model.Zone;
import org.popdns.config.probe.http.HttpProbe;
import org.popdns.config.probe.icmp.IcmpProbe;
import org.popdns.config.probe.tcp.TcpProbe;
import org.popdns.config.tree.Scalars;
import org.popdns.config.write.AddressFormat;
import org.popdns.record.RdataText;
import org.popdns.record.RecordTypes;
import tools.jackson.databind.JsonNode;

/**
 * octoDNS's dynamic records with octoDNS's own verdict: where both accept a file, its plans say
 * what octoDNS hands to a provider; where the verdicts differ, {@code docs/octodns.md} has it.
 * {@code -Dfixtures.write=true} writes its table.
 */
final class OctodnsDynamicCasesTest {

  /** Why popdns takes what octoDNS refuses, by octoDNS's reason. */
  private static final Map<String, String> LENIENT =
      Map.of(
          "key-order", "the order of keys says nothing about DNS",
          "pool-reused", "several rules may lead to one pool",
          "name-form", "names of one label are names",
          "value-missing", "`values` with one value is one value");

  @TempDir private Path folder;

  @Test
  void everyCase_isReadAsOctodnsHasIt_orStandsInTheTable() throws IOException {
    new OctodnsCases(folder)
        .assertReadOrDocumented(
            "dynamic",
            "dynamic cases",
            LENIENT,
            (entry, ours) -> OctodnsCases.difference(told(ours), told(entry.getValue())));
  }

  /** What popdns makes of a file: its records but for the zone's own, plans with all they say. */
  private static List<String> told(Zone zone) {
    Map<String, SteeringPlan> plans = new TreeMap<>();
    zone.steering().plans().forEach(plan -> plans.put(plan.name(), plan));
    return zone.recordSets().stream()
        .filter(set -> !set.owner().equals(zone.origin()) || set instanceof RecordSet.Steered)
        .map(
            set ->
                "%s %s %d"
                        .formatted(
                            set.owner().toString().toLowerCase(Locale.ROOT),
                            RecordTypes.mnemonic(set.type()),
                            set.ttlSeconds())
                    + switch (set) {
                      case RecordSet.Static _ -> "";
                      case RecordSet.Steered steered ->
                          " "
                              + steered.lastResort().stream()
                                  .map(rdata -> RdataText.of(set.type(), rdata))
                                  .sorted()
                                  .toList()
                              + told(Objects.requireNonNull(plans.get(steered.plan())));
                    })
        .sorted()
        .toList();
  }

  private static String told(SteeringPlan plan) {
    return " check "
        + told(plan.check())
        + plan.pools().values().stream()
            .sorted(Comparator.comparing(Pool::name))
            .map(
                pool ->
                    " pool "
                        + pool.name()
                        + pool.hosts().stream()
                            .map(OctodnsDynamicCasesTest::told)
                            .sorted()
                            .toList())
            .toList()
        + plan.rules().stream().map(OctodnsDynamicCasesTest::told).toList();
  }

  private static String told(Pool.Host host) {
    assertThat(host.endpoints()).hasSize(1);
    return "%s*%d %s".formatted(host.name(), host.weight(), host.status()).toLowerCase(Locale.ROOT);
  }

  private static String told(SteeringRule rule) {
    assertThat(rule.sites()).isEmpty();
    return " geos "
        + rule.clients().geos().stream().map(String::valueOf).sorted().toList()
        + " subnets "
        + rule.clients().subnets().stream().map(AddressFormat::of).sorted().toList()
        + " pools "
        + rule.pools();
  }

  private static String told(Check check) {
    return switch (check.probe()) {
      case HttpProbe http ->
          "%s %d %s %s"
              .formatted(
                  http.tls().isPresent() ? "HTTPS" : "HTTP",
                  http.port(),
                  http.path(),
                  http.host().orElse("=value"));
      case TcpProbe tcp -> "TCP " + tcp.port();
      case IcmpProbe _ -> "ICMP";
      case Probe other -> throw new AssertionError("not octoDNS's: " + other);
    };
  }

  /** The same of what octoDNS makes of it. */
  private static List<String> told(JsonNode expected) {
    String zone = OctodnsCases.zoneName(expected);
    return expected
        .path("records")
        .valueStream()
        .map(
            record ->
                "%s %s %d"
                        .formatted(
                            owner(record.path("name").asString(), zone),
                            record.path("type").asString(),
                            record.path("ttl").asInt())
                    + (record.has("dynamic") ? dynamic(record) : ""))
        .sorted()
        .toList();
  }

  private static String owner(String name, String zone) {
    return name.isEmpty() ? zone : name + "." + zone;
  }

  private static String dynamic(JsonNode record) {
    JsonNode dynamic = record.path("dynamic");
    JsonNode check = record.path("healthcheck");
    Map<String, String> pools = new TreeMap<>();
    dynamic
        .path("pools")
        .properties()
        .forEach(
            pool -> pools.put(pool.getKey(), " pool " + pool.getKey() + hosts(pool.getValue())));
    return " "
        + record.path("values").valueStream().map(JsonNode::asString).distinct().sorted().toList()
        + " check "
        + Stream.of("protocol", "port", "path", "host")
            .filter(key -> !check.path(key).isNull())
            .map(key -> check.path(key).asString())
            .collect(Collectors.joining(" "))
        + List.copyOf(pools.values())
        + dynamic
            .path("rules")
            .valueStream()
            .map(rule -> rule(rule, dynamic.path("pools")))
            .toList();
  }

  /** A value that stands in a pool twice is one of both weights; one alone has none. */
  private static List<String> hosts(JsonNode pool) {
    Map<String, Integer> weights = new TreeMap<>();
    pool.path("values")
        .forEach(
            value ->
                weights.merge(
                    value.path("value").asString() + "*%d " + value.path("status").asString(),
                    value.path("weight").asInt(),
                    Integer::sum));
    return weights.entrySet().stream()
        .map(entry -> entry.getKey().formatted(weights.size() == 1 ? 1 : entry.getValue()))
        .sorted()
        .toList();
  }

  private static String rule(JsonNode rule, JsonNode pools) {
    List<String> chain = new ArrayList<>();
    String pool = rule.path("pool").asString();
    while (!pool.isEmpty() && !chain.contains(pool)) {
      chain.add(pool);
      pool = pools.path(pool).path("fallback").asString("");
    }
    return " geos "
        + rule.path("geos").valueStream().map(JsonNode::asString).sorted().toList()
        + " subnets "
        + rule.path("subnets")
            .valueStream()
            .map(JsonNode::asString)
            .map(OctodnsDynamicCasesTest::prefix)
            .sorted()
            .toList()
        + " pools "
        + chain;
  }

  /** A network in whichever spelling, in ours. */
  private static String prefix(String text) {
    String[] parts = text.split("/", -1);
    InetAddress address = Scalars.parseAddress(parts[0]).orElseThrow();
    int bits = address.getAddress().length * Byte.SIZE;
    if (parts.length == 1) {
      return AddressFormat.of(address) + "/" + bits;
    }
    return AddressFormat.of(address)
        + "/"
        + switch (parts[1]) {
          case "255.255.255.0", "0.0.0.255" -> 24;
          default -> Integer.parseInt(parts[1]);
        };
  }
}
