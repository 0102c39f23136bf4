package org.popdns.config.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.Configuration;
import org.popdns.config.problem.Severity;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.config.read.LoadResult;

/** What counts as a change, and what does not. */
class ConfigurationDiffTest {

  private static final String SERVER =
      """
      listen: ["127.0.0.1:5301", "127.0.0.1:5302"]
      admin: {http: "127.0.0.1:8053", socket: /run/popdns/control.sock}
      zones: zones/
      clusters: clusters.yaml
      """;

  private static final String CLUSTERS =
      """
      sites: {east: {fallback: [west]}, west: {fallback: [east]}}
      checks: {web: {tcp: {port: 80}}}
      clusters:
        images:
          check: web
          members:
            east: [192.0.2.1, {name: two, addresses: [192.0.2.2, "2001:db8::2"]}]
            west: [192.0.2.101]
      """;

  private static final String ZONE =
      """
      '': {type: NS, values: [ns1.example.com., ns2.example.com.]}
      ns1: {type: A, value: 192.0.2.53}
      ns2: {type: A, value: 192.0.2.54}
      images: {type: A, ttl: 60, cluster: images}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writeBoth() throws IOException {
    for (String side : List.of("old", "new")) {
      write(side, "popdns.yaml", SERVER);
      write(side, "clusters.yaml", CLUSTERS);
      write(side, "zones/example.com.yaml", ZONE);
    }
  }

  @Test
  void sameContentInOtherOrder_isNoChange() throws IOException {
    write(
        "new",
        "popdns.yaml",
        SERVER.replace("5301", "x").replace("5302", "5301").replace("x", "5302"));
    write(
        "new",
        "zones/example.com.yaml",
        """
        # The same again.
        IMAGES: {cluster: images, type: A, ttl: 60}
        ns2: [{type: A, values: [192.0.2.54]}]
        ns1: {type: A, value: 192.0.2.53}
        '':
          - {type: NS, values: [ns2.example.com., ns1.example.com.]}
          - {type: SOA, mname: ns1.example.com.}
        """);

    // The order of NS records changes the content's serial in no way either.
    assertThat(changes()).isEmpty();
  }

  @Test
  void settings_ofTheNode() throws IOException {
    write(
        "new",
        "popdns.yaml",
        SERVER.replace("5302", "5303").replace("8053", "8054")
            + "node: other\nsite: east\n"
            + "workers: {count: 2, pin: true, udp: netty}\n");

    assertThat(changes())
        .containsExactly(
            "~ admin http 127.0.0.1:8053 -> admin http 127.0.0.1:8054",
            "- listen 127.0.0.1:5302",
            "+ listen 127.0.0.1:5303",
            "~ node this-host -> node other",
            "+ site east",
            "~ workers one per processor, not pinned, udp auto -> workers 2, pinned, udp netty");
  }

  @Test
  void topology_byName() throws IOException {
    write(
        "new",
        "clusters.yaml",
        """
        sites: {north: , west: , east: {fallback: [west]}}
        checks: {web: {tcp: {port: 81}}, more: {tcp: {port: 82}}}
        clusters:
          images:
            check: web
            minimum-healthy: 50%
            members:
              east: [192.0.2.1, {name: two, addresses: [192.0.2.3, "2001:db8::2"]}]
              west: [192.0.2.101]
          more: {check: more, members: {north: 192.0.2.201}}
        """);

    assertThat(changes())
        .containsExactly(
            "+ site north",
            "~ site west -> site west",
            "+ check more",
            "~ check web -> check web",
            "~ cluster images -> cluster images",
            "- images east two 192.0.2.2",
            "+ images east two 192.0.2.3",
            "+ cluster more",
            "+ more north 192.0.2.201 192.0.2.201");
  }

  @Test
  void check_changed_isNoChangeOfItsClusters() throws IOException {
    write("new", "clusters.yaml", CLUSTERS.replace("port: 80", "port: 81"));

    assertThat(changes()).containsExactly("~ check web -> check web");
  }

  @Test
  void records_byNameAndType_withoutTheSerialThatFollows() throws IOException {
    write(
        "new",
        "zones/example.com.yaml",
        """
        '': {type: NS, values: [ns1.example.com., ns2.example.com.]}
        ns1: [{type: A, value: 192.0.2.53}, {type: AAAA, value: "2001:db8::53"}]
        ns2: {type: A, ttl: 300, value: 192.0.2.54}
        images: {type: A, ttl: 60, values: [192.0.2.1]}
        """);

    assertThat(changes())
        .containsExactly(
            "~ images.example.com. 1 -> images.example.com. 1",
            "+ ns1.example.com. 28",
            "~ ns2.example.com. 1 -> ns2.example.com. 1");
  }

  @Test
  void suspicion_changed_isAChange() throws IOException {
    write("new", "clusters.yaml", CLUSTERS + "suspicion: {share: 80%}\n");

    assertThat(changes()).containsExactly("~ suspicion 60% -> suspicion 80%");
  }

  @Test
  void suspicion_spelledOutAsUsual_isNoChange() throws IOException {
    write("new", "clusters.yaml", CLUSTERS + "suspicion: {share: 60%, freeze: 1m}\n");

    assertThat(changes()).isEmpty();
  }

  @Test
  void serial_thatTheFileGives_isAChange() throws IOException {
    write(
        "new",
        "zones/example.com.yaml",
        ZONE.replace("'': {", "'': [{type: SOA, serial: 7}, {")
            .replace("example.com.]}", "example.com.]}]"));

    assertThat(changes()).containsExactly("~ example.com. 6 -> example.com. 6");
  }

  @Test
  void soaTimer_changed_isAChange() throws IOException {
    write(
        "new",
        "zones/example.com.yaml",
        ZONE.replace("'': {", "'': [{type: SOA, minimum: 7}, {")
            .replace("example.com.]}", "example.com.]}]"));

    assertThat(changes()).containsExactly("~ example.com. 6 -> example.com. 6");
  }

  @Test
  void zones_withAllTheirRecords() throws IOException {
    Files.delete(folder.resolve("new/zones/example.com.yaml"));
    write("new", "zones/example.org.yaml", "'': {type: NS, value: ns.example.net.}\n");

    assertThat(changes())
        .containsExactly(
            "- zone example.com.",
            "- example.com. 2",
            "- example.com. 6",
            "- images.example.com. 1",
            "- ns1.example.com. 1",
            "- ns2.example.com. 1",
            "+ zone example.org.",
            "+ example.org. 2",
            "+ example.org. 6");
  }

  private List<String> changes() {
    return ConfigurationDiff.between(load("old"), load("new")).stream()
        .map(
            change ->
                switch (change) {
                  case Change.Added(Part part) -> "+ " + name(part);
                  case Change.Removed(Part part) -> "- " + name(part);
                  case Change.Changed(Part before, Part after) ->
                      "~ " + name(before) + " -> " + name(after);
                })
        .toList();
  }

  private static String name(Part part) {
    return switch (part) {
      case Part.Setting setting -> setting.name() + " " + setting.value();
      case Part.OfAnnouncement(var entry) -> "announcement " + entry.name();
      case Part.OfSite site -> "site " + site.site().name();
      case Part.OfCheck check -> "check " + check.check().name();
      case Part.OfPlan plan -> "cluster " + plan.plan().name();
      case Part.MemberAddress member ->
          String.join(" ", member.plan(), member.pool(), member.host(), member.target().toString());
      case Part.OfSuspicion(var suspicion) -> "suspicion " + suspicion.sharePercent() + "%";
      case Part.OfZone zone -> "zone " + zone.zone().origin();
      case Part.OfRecords records -> records.records().owner() + " " + records.records().type();
    };
  }

  private Configuration load(String side) {
    LoadResult result =
        new ConfigurationLoader(Map.of(), () -> "this-host")
            .loadForAnySite(folder.resolve(side).resolve("popdns.yaml"), Overrides.NONE);
    assertThat(result.problems())
        .as("errors")
        .noneMatch(problem -> problem.severity() == Severity.ERROR);
    return result.configuration().orElseThrow();
  }

  private void write(String side, String name, String text) throws IOException {
    Path file = folder.resolve(side).resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
