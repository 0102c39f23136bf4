package org.popdns.config.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.popdns.config.probe.tcp.TcpProbe;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.ConfigurationLoader.Overrides;

/** What clusters compile to. */
class ClusterPlansTest {

  private static final String CHECKS = "checks: {web: {tcp: {port: 80}}, ssh: {tcp: {port: 22}}}";

  @TempDir private Path folder;

  static Stream<Arguments> clusters() {
    return Stream.of(
        compiles(
            "one site: one rule, one pool",
            "sites: {here: {}}",
            "images: {check: web, members: {here: [192.0.2.1, 192.0.2.2]}}",
            """
            plan images, check web, FALLBACK
              at here: here
              here, at least 1: 192.0.2.1 (192.0.2.1 (check web)), 192.0.2.2 (192.0.2.2 (check web))
            """),
        compiles(
            "each site tries its own pool, then those of its fallback sites in their order",
            "sites: {a: {fallback: [c, b]}, b: {fallback: [a]}, c: {}}",
            "images: {check: web, members: {c: [192.0.2.3], a: [192.0.2.1], b: [192.0.2.2]}}",
            """
            plan images, check web, FALLBACK
              at a: a c b
              at b: b a
              at c: c
              c, at least 1: 192.0.2.3 (192.0.2.3 (check web))
              a, at least 1: 192.0.2.1 (192.0.2.1 (check web))
              b, at least 1: 192.0.2.2 (192.0.2.2 (check web))
            """),
        compiles(
            "a site without members has an empty pool, which is passed over",
            "sites: {a: {fallback: [b]}, b: {}}",
            "images: {check: web, members: {b: [192.0.2.2]}}",
            """
            plan images, check web, FALLBACK
              at a: a b
              at b: b
              b, at least 1: 192.0.2.2 (192.0.2.2 (check web))
              a, at least 1: nobody
            """),
        compiles(
            "the minimum is each pool's, what is done below it the plan's",
            "sites: {a: {fallback: [b]}, b: {}}",
            "images: {check: web, minimum-healthy: 50%, when-below: withdraw,"
                + " members: {a: [192.0.2.1], b: [192.0.2.2]}}",
            """
            plan images, check web, WITHDRAW
              at a: a b
              at b: b
              a, at least 50%: 192.0.2.1 (192.0.2.1 (check web))
              b, at least 50%: 192.0.2.2 (192.0.2.2 (check web))
            """),
        compiles(
            "a host with several addresses is one host of several endpoints",
            "sites: {here: {}}",
            "images: {check: web, members:"
                + " {here: [{name: h1, addresses: [192.0.2.1, '2001:db8::1']}, '2001:db8::2']}}",
            """
            plan images, check web, FALLBACK
              at here: here
              here, at least 1: h1 (192.0.2.1 (check web), 2001:db8::1 (check web)),\
             2001:db8::2 (2001:db8::2 (check web))
            """),
        compiles(
            "where weights of a site's hosts differ, one address answers, by weight",
            "sites: {a: {fallback: [b]}, b: {}}",
            "images: {check: web, members: {a: [{addresses: 192.0.2.1, weight: 3}, 192.0.2.2],"
                + " b: [{addresses: 192.0.2.3, weight: 2}, {addresses: 192.0.2.4, weight: 2}]}}",
            """
            plan images, check web, FALLBACK
              at a: a b
              at b: b
              a, at least 1, WEIGHTED 1: 192.0.2.1*3 (192.0.2.1 (check web)),\
             192.0.2.2 (192.0.2.2 (check web))
              b, at least 1: 192.0.2.3*2 (192.0.2.3 (check web)),\
             192.0.2.4*2 (192.0.2.4 (check web))
            """),
        compiles(
            "choice and answers are each pool's",
            "sites: {a: {fallback: [b]}, b: {}}",
            "images: {check: web, choice: hash, answers: 2, members:"
                + " {a: [192.0.2.1, 192.0.2.2, 192.0.2.3], b: [192.0.2.4, 192.0.2.5]}}",
            """
            plan images, check web, FALLBACK
              at a: a b
              at b: b
              a, at least 1, HASH 2: 192.0.2.1 (192.0.2.1 (check web)),\
             192.0.2.2 (192.0.2.2 (check web)), 192.0.2.3 (192.0.2.3 (check web))
              b, at least 1, HASH 2: 192.0.2.4 (192.0.2.4 (check web)),\
             192.0.2.5 (192.0.2.5 (check web))
            """),
        compiles(
            "rotation gives all, also of hosts that differ in weight; one where that is said",
            "sites: {a: {}}",
            "images: {check: web, choice: rotate, members:"
                + " {a: [{addresses: 192.0.2.1, weight: 3}, 192.0.2.2]}}, git:"
                + " {check: ssh, answers: one, members: {a: [192.0.2.1, 192.0.2.2]}}",
            """
            plan images, check web, FALLBACK
              at a: a
              a, at least 1: 192.0.2.1*3 (192.0.2.1 (check web)), 192.0.2.2 (192.0.2.2 (check web))
            plan git, check ssh, FALLBACK
              at a: a
              a, at least 1, ROTATE 1: 192.0.2.1 (192.0.2.1 (check ssh)),\
             192.0.2.2 (192.0.2.2 (check ssh))
            """),
        compiles(
            "a cluster that goes by distance has rules that do, and its sites' locations",
            "sites: {a: {fallback: [b], location: {latitude: 50.5, longitude: -8}},"
                + " b: {location: {latitude: 0, longitude: 180}}}",
            "images: {check: web, nearest: true, members: {a: 192.0.2.1, b: 192.0.2.2}}, git:"
                + " {check: ssh, members: {a: 192.0.2.1, b: 192.0.2.2}}",
            """
            plan images, check web, FALLBACK
              at a: NEAREST a b
              at b: NEAREST b
              a, at least 1, at 50.5, -8: 192.0.2.1 (192.0.2.1 (check web))
              b, at least 1, at 0, 180: 192.0.2.2 (192.0.2.2 (check web))
            plan git, check ssh, FALLBACK
              at a: a b
              at b: b
              a, at least 1, at 50.5, -8: 192.0.2.1 (192.0.2.1 (check ssh))
              b, at least 1, at 0, 180: 192.0.2.2 (192.0.2.2 (check ssh))
            """),
        compiles(
            "each cluster has a plan of its own",
            "sites: {here: {}}",
            "images: {check: web, members: {here: 192.0.2.1}}, git:"
                + " {check: ssh, members: {here: 192.0.2.1}}",
            """
            plan images, check web, FALLBACK
              at here: here
              here, at least 1: 192.0.2.1 (192.0.2.1 (check web))
            plan git, check ssh, FALLBACK
              at here: here
              here, at least 1: 192.0.2.1 (192.0.2.1 (check ssh))
            """),
        compiles(
            "a member may be probed in another way, not at all, or be disabled",
            "sites: {here: {}}",
            "images: {check: web, members: {here: [192.0.2.1, {addresses: 192.0.2.2, check: ssh},"
                + " {addresses: 192.0.2.3, check: none}, {addresses: 192.0.2.5, check: ssh, port:"
                + " 23}, {addresses: 192.0.2.6, port: 80}, {addresses: 192.0.2.4, disabled: true,"
                + " check: none, weight: 3}]}}",
            """
            plan images, check web, FALLBACK
              at here: here
              here, at least 1, WEIGHTED 1: 192.0.2.1 (192.0.2.1 (check web)), \
            192.0.2.2 (192.0.2.2 (check ssh)), 192.0.2.3 UP (192.0.2.3 (check web)), \
            192.0.2.5 (192.0.2.5 (check ssh:23)), 192.0.2.6 (192.0.2.6 (check web)), \
            192.0.2.4*3 DOWN (192.0.2.4 (check web))
            """));
  }

  private static Arguments compiles(String title, String sites, String clusters, String plans) {
    return Arguments.of(title, sites, clusters, plans);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clusters")
  void cluster_compiles(String title, String sites, String clusters, String plans)
      throws IOException {
    assertThat(text(configuration(sites, clusters).plans())).as(title).isEqualTo(plans);
  }

  @Test
  void siteWithoutRule_hasNoPools() throws IOException {
    SteeringPlan plan =
        configuration("sites: {here: {}}", "images: {check: web, members: {here: 192.0.2.1}}")
            .plans()
            .values()
            .iterator()
            .next();
    assertThat(plan.poolsAt(Optional.of("here"))).extracting(Pool::name).containsExactly("here");
    assertThat(plan.poolsAt(Optional.of("elsewhere"))).isEmpty();
    assertThat(plan.pool("elsewhere")).isEmpty();
  }

  @Test
  void ruleThatNamesNoPool_isRefused() {
    Check check =
        Check.of(
            "web", new Check.Timing(Duration.ofSeconds(2), Duration.ZERO, 2, 3), new TcpProbe(80));
    List<SteeringRule> rules = List.of(new SteeringRule("here", List.of("there")));
    assertThatThrownBy(() -> new SteeringPlan("images", check, rules, Map.of(), WhenBelow.FALLBACK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("plan images has no pool there");
  }

  @Test
  void otherZones_keepThePlans() throws IOException {
    Configuration configuration =
        configuration("sites: {here: {}}", "images: {check: web, members: {here: 192.0.2.1}}");
    assertThat(configuration.with(List.of(), List.of(), List.of()).plans())
        .isEqualTo(configuration.plans());
  }

  private Configuration configuration(String sites, String clusters) throws IOException {
    Files.writeString(
        folder.resolve("clusters.yaml"),
        sites + "\n" + CHECKS + "\nclusters: {" + clusters + "}\n");
    Files.createDirectories(folder.resolve("zones"));
    Path file =
        Files.writeString(
            folder.resolve("popdns.yaml"),
            "listen: 192.0.2.53\nzones: zones\nclusters: clusters.yaml\n");
    return new ConfigurationLoader(Map.of(), () -> "ns1")
        .loadForAnySite(file, new Overrides(Optional.empty(), Optional.empty()))
        .configuration()
        .orElseThrow();
  }

  private static String text(Map<String, SteeringPlan> plans) {
    List<String> lines = new ArrayList<>();
    plans.forEach(
        (name, plan) -> {
          assertThat(name).isEqualTo(plan.name());
          lines.add("plan " + name + ", check " + plan.check().name() + ", " + plan.whenBelow());
          for (SteeringRule rule : plan.rules()) {
            lines.add(
                "  at "
                    + String.join(" ", rule.sites())
                    + ": "
                    + (rule.order() == PoolOrder.NEAREST ? "NEAREST " : "")
                    + String.join(" ", rule.pools()));
          }
          plan.pools().values().forEach(pool -> lines.add("  " + text(pool)));
        });
    return String.join("\n", lines) + "\n";
  }

  private static String text(Pool pool) {
    String hosts =
        pool.hosts().stream()
            .map(
                host ->
                    host.name()
                        + (host.weight() == 1 ? "" : "*" + host.weight())
                        + (host.status() == HostStatus.OBEY ? "" : " " + host.status())
                        + host.endpoints().stream()
                            .map(Endpoint::toString)
                            .collect(Collectors.joining(", ", " (", ")")))
            .collect(Collectors.joining(", "));
    return pool.name()
        + ", at least "
        + pool.minimumHealthy()
        + (pool.choice().equals(PoolChoice.ROTATE_ALL)
            ? ""
            : ", " + pool.choice().method() + " " + pool.choice().answers())
        + pool.location().map(location -> ", at " + location).orElse("")
        + ": "
        + (hosts.isEmpty() ? "nobody" : hosts);
  }
}
