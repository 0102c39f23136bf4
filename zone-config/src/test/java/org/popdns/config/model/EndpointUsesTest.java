package org.popdns.config.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.ConfigurationLoader.Overrides;

/** Who goes by which endpoint's health. */
class EndpointUsesTest {

  private static final String CLUSTERS =
      """
      sites: {here: {}, there: {}}
      checks: {web: {tcp: {port: 80}}, ssh: {tcp: {port: 22}}}
      clusters:
        images:
          check: web
          members:
            here: [{name: t1, addresses: [192.0.2.1, "2001:db8::1"]}, 192.0.2.2]
            there: [192.0.2.3]
        static: {check: web, members: {here: [{name: t1, addresses: [192.0.2.1]}]}}
        shell: {check: ssh, members: {here: [192.0.2.1]}}
      """;

  private static final String DYNAMIC =
      """
      dyn:
        type: A
        value: 192.0.2.9
        dynamic:
          pools:
            eu: {values: [{value: 192.0.2.1}, {value: 192.0.2.4, status: up}]}
          rules: [{pool: eu}]
        octodns: {healthcheck: {protocol: TCP, port: 80}}
      """;

  @TempDir private Path folder;

  private Configuration load(String clusters) throws IOException {
    Files.createDirectories(folder.resolve("zones"));
    Path server = folder.resolve("popdns.yaml");
    Files.writeString(
        server, "site: here\nlisten: ['127.0.0.1:53']\nzones: zones/\nclusters: clusters.yaml\n");
    Files.writeString(folder.resolve("clusters.yaml"), clusters);
    Files.writeString(
        folder.resolve("zones/example.com.yaml"),
        "'': {type: NS, value: ns1.example.net.}\n" + DYNAMIC);
    return new ConfigurationLoader(Map.of(), () -> "ns1")
        .load(server, new Overrides(Optional.empty(), Optional.empty()))
        .configuration()
        .orElseThrow();
  }

  private static String text(EndpointUses uses) {
    return uses.all().entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void uses_nameAllMembersOfAnEndpoint_butThoseThatAreNotProbed() throws IOException {
    EndpointUses uses = EndpointUses.of(load(CLUSTERS).plans().values());
    assertThat(text(uses))
        .isEqualTo(
            """
            192.0.2.1 (check web): [images/here/t1, static/here/t1]
            2001:db8::1 (check web): [images/here/t1]
            192.0.2.2 (check web): [images/here/192.0.2.2]
            192.0.2.3 (check web): [images/there/192.0.2.3]
            192.0.2.1 (check ssh): [shell/here/192.0.2.1]
            192.0.2.1 (tcp at port 80): [dyn.example.com. A/eu/192.0.2.1]\
            """);
    Endpoint first = uses.all().keySet().iterator().next();
    assertThat(uses.of(first)).hasSize(2);
    assertThat(EndpointUses.NONE.of(first)).isEmpty();
  }

  @Test
  void uses_overAReload_keepThoseOfEndpointsThatGo() throws IOException {
    EndpointUses before = EndpointUses.of(load(CLUSTERS).plans().values());
    EndpointUses after =
        EndpointUses.of(load(CLUSTERS.replace("192.0.2.3", "192.0.2.5")).plans().values());
    assertThat(text(after.orElse(before)))
        .isEqualTo(text(after) + "\n192.0.2.3 (check web): [images/there/192.0.2.3]");
  }

  @Test
  void glob_matchesHostByNameAndAddress() throws IOException {
    SteeringPlan plan = Objects.requireNonNull(load(CLUSTERS).plans().get("images"));
    Pool pool = plan.pool("here").orElseThrow();
    assertThat(
            pool.hosts().stream()
                .map(host -> MemberGlob.of("2001:db8:0::1").matches(plan, pool, host)))
        .containsExactly(true, false);
    assertThat(
            List.of("images/here/t1", "here", "t*", "images/there").stream()
                .map(text -> MemberGlob.of(text).matches(plan, pool, pool.hosts().getFirst())))
        .containsExactly(true, true, true, false);
  }
}
