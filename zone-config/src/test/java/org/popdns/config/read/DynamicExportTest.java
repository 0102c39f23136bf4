package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.Zone;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.config.write.OctodnsWriter;
import org.popdns.config.write.OctodnsWriter.Dialect;
import org.popdns.config.write.PlanAddresses;
import tools.jackson.databind.JsonNode;

/** A zone with dynamic records is, exported as YAML and read again, the same zone. */
final class DynamicExportTest {

  private static final String ALL_OF_OURS =
      """
      '': {type: NS, value: ns.example.net.}
      www:
        type: A
        ttl: 30
        values: [192.0.2.250, 192.0.2.251]
        dynamic:
          pools:
            default:
              values: [{value: 192.0.2.4}]
            far: {fallback: near, values: [{value: 192.0.2.3}]}
            near:
              fallback: far
              values:
                - {value: 192.0.2.1, weight: 80}
                - {value: 192.0.2.1, weight: 50}
                - {value: 192.0.2.2, status: up}
          rules:
            - {pool: far, subnets: [198.51.100.0/24, '2001:db8:7::/48']}
            - {pool: near, geos: [EU-DE, ID-TL]}
            - {pool: near, geos: [EU]}
            - {pool: default}
            - {pool: near}
        octodns:
          lenient: true
          healthcheck: {protocol: TCP, port: 8080}
          popdns:
            pools:
              far:
                choice: hash
                answers: 2
                capacity: 40
                location: {latitude: -33.8679, longitude: 151.2073}
              default: {capacity: 70}
              near:
                choice: weighted
                answers: all
                minimum-healthy: 50%
                capacity: {192.0.2.1: 200, 192.0.2.2: 100}
                location: {latitude: 50, longitude: 8.68}
            rules:
              - {rule: 1, fallback: [default, near]}
              - {rule: 2, asns: [64500, 4200000000], nearest: true}
              - {rule: 3, fallback: []}
              - {rule: 4, sites: [ams, nyc], load: 30}
            ttl: auto
            ttl-degraded: 10
      """;

  private static final String NAMES =
      """
      '': {type: NS, value: ns.example.net.}
      old:
        type: DNAME
        value: last.example.net.
        dynamic:
          pools: {all: {values: [{value: localhost., status: up}]}}
          rules: [{pool: all}]
      www:
        type: CNAME
        ttl: 30
        value: last.example.net.
        dynamic:
          pools:
            all:
              values:
                - {value: a.example.net., weight: 3}
                - {value: B.Example.net.}
                - {value: b.example.net.}
            other: {values: [{value: a.example.net.}, {value: b.example.net.}]}
          rules: [{pool: other, geos: [EU]}, {pool: all}]
        octodns:
          healthcheck: {host: null, protocol: HTTP}
          popdns:
            pools: {all: {choice: hash}}
      """;

  @TempDir private Path folder;

  @Test
  void everyCase_exportedAndReadAgain_isTheSame() throws IOException {
    OctodnsCases cases = new OctodnsCases(folder);
    List<String> different = new ArrayList<>();
    int read = 0;
    for (Map.Entry<String, JsonNode> entry : OctodnsCases.of("dynamic")) {
      Optional<Zone> zone = cases.read(entry).zone();
      if (zone.isPresent()) {
        read++;
        for (Dialect dialect : Dialect.values()) {
          String exported = exported(zone.get(), dialect);
          if (!isSame(zone.get(), read(exported, zone.get().origin() + "yaml"))) {
            different.add(entry.getKey() + ":\n" + exported);
          }
        }
      }
    }
    assertThat(different).isEmpty();
    assertThat(read).isGreaterThan(90);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void popdnsKeys_exportedAndReadAgain_areTheSame(Dialect dialect) throws IOException {
    Zone zone = read(ALL_OF_OURS, "example.com.yaml");

    Zone again = read(exported(zone, dialect), "example.com.yaml");

    assertThat(again.steering().plans()).isEqualTo(zone.steering().plans());
    assertThat(isSame(zone, again)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void names_exportedAndReadAgain_areTheSame(Dialect dialect) throws IOException {
    Zone zone = read(NAMES, "example.com.yaml");

    Zone again = read(exported(zone, dialect), "example.com.yaml");

    assertThat(again.steering().plans()).isEqualTo(zone.steering().plans());
    assertThat(isSame(zone, again)).isTrue();
  }

  @Test
  void names_areAsOctodnsWritesThem() throws IOException {
    String exported = exported(read(NAMES, "example.com.yaml"), Dialect.OCTODNS);
    Path file = Files.writeString(folder.resolve("exported.yaml"), exported);

    assertThat(SchemaTest.errors(file)).isEmpty();
    assertThat(exported.substring(exported.indexOf("old:")))
        .isEqualTo(
            """
            old:
              dynamic:
                pools:
                  all:
                    values:
                    - status: up
                      value: localhost.
                rules:
                - pool: all
              octodns:
                lenient: true
              ttl: 3600
              type: DNAME
              value: last.example.net.
            www:
              dynamic:
                pools:
                  all:
                    values:
                    - value: a.example.net.
                      weight: 3
                    - value: b.example.net.
                      weight: 2
                  other:
                    values:
                    - value: a.example.net.
                    - value: b.example.net.
                rules:
                - geos:
                  - EU
                  pool: other
                - pool: all
              octodns:
                healthcheck:
                  host: null
                  protocol: HTTP
                popdns:
                  pools:
                    all:
                      answers: 1
                      choice: hash
              ttl: 30
              type: CNAME
              value: last.example.net.
            """);
  }

  @Test
  void export_ofADynamicRecord_isAsOctodnsWritesIt() throws IOException {
    String exported = exported(read(ALL_OF_OURS, "example.com.yaml"), Dialect.OCTODNS);
    Path file = Files.writeString(folder.resolve("exported.yaml"), exported);

    assertThat(SchemaTest.errors(file)).isEmpty();
    assertThat(exported)
        .isEqualTo(
            """
            ---
            # SOA is not octoDNS's: ns.example.net. hostmaster.example.com. 3918597843 7200 900 1209600 300
            ? ""
            : ttl: 3600
              type: NS
              value: ns.example.net.
            www:
              dynamic:
                pools:
                  default:
                    fallback: near
                    values:
                    - value: 192.0.2.4
                  far:
                    values:
                    - value: 192.0.2.3
                  near:
                    fallback: far
                    values:
                    - value: 192.0.2.1
                      weight: 100
                    - value: 192.0.2.1
                      weight: 30
                    - status: up
                      value: 192.0.2.2
                      weight: 1
                rules:
                - pool: far
                  subnets:
                  - "198.51.100.0/24"
                  - "2001:db8:7::/48"
                - geos:
                  - EU-DE
                  - ID-TL
                  pool: near
                - geos:
                  - EU
                  pool: near
                - pool: default
                - pool: near
              octodns:
                healthcheck:
                  port: 8080
                  protocol: TCP
                lenient: true
                popdns:
                  pools:
                    default:
                      capacity: 70
                    far:
                      answers: 2
                      capacity: 40
                      choice: hash
                      location:
                        latitude: -33.8679
                        longitude: 151.2073
                    near:
                      answers: all
                      capacity:
                        192.0.2.1: 200
                        192.0.2.2: 100
                      choice: weighted
                      location:
                        latitude: 50
                        longitude: 8.68
                      minimum-healthy: "50%"
                  rules:
                  - fallback:
                    - default
                    - near
                    rule: 1
                  - asns:
                    - 64500
                    - 4200000000
                    nearest: true
                    rule: 2
                  - fallback: []
                    rule: 3
                  - fallback: []
                    load: 30
                    rule: 4
                    sites:
                    - ams
                    - nyc
                  ttl: auto
                  ttl-degraded: 10
              ttl: 30
              type: A
              values:
              - 192.0.2.250
              - 192.0.2.251
            """);
  }

  private static boolean isSame(Zone zone, Zone again) {
    Map<String, SteeringPlan> plans = new HashMap<>();
    zone.steering().plans().forEach(plan -> plans.put(plan.name(), plan));
    Map<String, SteeringPlan> plansAgain = new HashMap<>();
    again.steering().plans().forEach(plan -> plansAgain.put(plan.name(), plan));
    // octoDNS's YAML has pools in the order of their names.
    return plans.equals(plansAgain) && zone.serial() == again.serial() && zone.hasSameData(again);
  }

  private static String exported(Zone zone, Dialect dialect) {
    StringWriter out = new StringWriter();
    List<String> losses =
        OctodnsWriter.write(
            zone, dialect, new PlanAddresses(Map.of(), Optional.empty()), new PrintWriter(out));
    assertThat(losses).isEmpty();
    return out.toString();
  }

  private Zone read(String yaml, String file) throws IOException {
    Path root = Files.createTempDirectory(folder, "read");
    Path zones = Files.createDirectory(root.resolve("zones"));
    Files.writeString(zones.resolve(file), yaml);
    Path popdns =
        Files.writeString(root.resolve("popdns.yaml"), "listen: 127.0.0.1\nzones: zones/\n");
    LoadResult result =
        new ConfigurationLoader(Map.of(), () -> "host").load(popdns, Overrides.NONE);
    assertThat(result.configuration()).as("%s", result.problems()).isPresent();
    return result.configuration().orElseThrow().zones().getFirst();
  }
}
