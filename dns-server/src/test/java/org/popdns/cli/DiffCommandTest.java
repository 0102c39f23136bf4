package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code popdns diff} prints and returns. */
class DiffCommandTest {

  private static final String STEERED =
      """
      '': {type: NS, value: ns.example.net.}
      www:
        type: A
        ttl: 300
        value: 192.0.2.250
        dynamic:
          pools:
            europe: {fallback: america, values: [{value: 192.0.2.11}, {value: 192.0.2.12}]}
            america: {values: [{value: 198.51.100.21}]}
          rules: [{geos: [EU], pool: europe}, {pool: america}]
      """;

  @TempDir private Path folder;
  private ExampleFiles before;
  private ExampleFiles after;

  /** Made by JUnit, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  DiffCommandTest() {}

  @BeforeEach
  void writeBoth() throws IOException {
    before = ExampleFiles.in(folder.resolve("old"));
    after = ExampleFiles.in(folder.resolve("new"));
  }

  @Test
  void same_printsNothing() {
    assertThat(CommandRun.of("diff", before.server(), after.folder().toString()))
        .isEqualTo(new CommandRun(0, "", ""));
  }

  @Test
  void different_isALineForEachChange() throws IOException {
    change();

    assertThat(CommandRun.of("diff", before.server(), after.server()))
        .isEqualTo(
            new CommandRun(
                1,
                """
                - listen: 127.0.0.1:5300
                + listen: 127.0.0.1:5301
                + listen: [2001:db8::1]:53
                + site north: fallback none
                ~ site west: fallback east -> none
                + check more: probe tcp, port 82, interval 2s, timeout 1s, rise 2, fall 3
                ~ check web: path /healthz -> /health
                ~ check web: status 200 -> 200 204
                ~ check web: interval 2s -> 1m
                ~ cluster images: minimum-healthy 1 -> 50%
                - cluster images at east: two 192.0.2.2
                + cluster images at east: two 192.0.2.3
                + cluster more: check more, minimum-healthy 1, choice all in turn, when-below withdraw
                + cluster more at north: 192.0.2.201 192.0.2.201
                - images.example.com. 60 AAAA cluster images
                ~ www.example.com. A: TTL 300 -> 60
                - www.example.com. 300 A 192.0.2.81
                + www.example.com. 60 A 192.0.2.82
                + zone example.org.
                + example.org. 3600 NS ns.example.net.
                + example.org. 3600 SOA ns.example.net. hostmaster.example.org. 8 7200 900 1209600 300
                for clients, while all endpoints are up:
                ~ images.example.com. A for everybody at east: pool east: 192.0.2.1, 192.0.2.2 -> pool east: 192.0.2.1, 192.0.2.3
                ~ images.example.com. AAAA for everybody at east: pool east: 2001:db8::2 -> nothing
                """,
                ""));
  }

  @Test
  void membersThatAreNotAsTheOthers_areToldOf() throws IOException {
    String members = "{name: two, addresses: [192.0.2.2, \"2001:db8::2\"]}";
    before.write(
        "clusters.yaml",
        ExampleFiles.CLUSTERS.replace(
            members, "{name: two, addresses: 192.0.2.2}, {addresses: 192.0.2.3, check: none}"));
    after.write(
        "clusters.yaml",
        ExampleFiles.CLUSTERS
            .replace(
                members,
                "{name: two, addresses: 192.0.2.2, check: deep}, {addresses: 192.0.2.3, disabled:"
                    + " true}, {addresses: 192.0.2.4, weight: 2, check: none}")
            .replace("interval: 2s}}", "interval: 2s}, deep: {tcp: {port: 81}}}"));

    assertThat(CommandRun.of("diff", before.server(), after.server()).out())
        .isEqualTo(
            """
            + check deep: probe tcp, port 81, interval 2s, timeout 1s, rise 2, fall 3
            ~ cluster images: choice all in turn -> 1 by weight and all in turn
            ~ cluster images at east: 192.0.2.3 192.0.2.3: status not probed -> disabled
            + cluster images at east: 192.0.2.4 192.0.2.4 weight 2, not probed
            ~ cluster images at east: two 192.0.2.2: own-check none -> deep
            for clients, while all endpoints are up:
            ~ images.example.com. A for everybody at east: pool east: 192.0.2.1, 192.0.2.2, 192.0.2.3 -> pool east: 192.0.2.1 25.0 %, 192.0.2.2 25.0 %, 192.0.2.4 50.0 %
            """);
  }

  @Test
  void weights_areMembersOfTheirCluster() throws IOException {
    after.write(
        "clusters.yaml",
        ExampleFiles.CLUSTERS.replace(
            "{name: two, addresses: [192.0.2.2, \"2001:db8::2\"]}",
            "{name: two, addresses: 192.0.2.2, weight: 3}, {addresses: 192.0.2.3, weight: 2}"));

    assertThat(CommandRun.of("diff", before.server(), after.server()))
        .isEqualTo(
            new CommandRun(
                1,
                """
                ~ cluster images: choice all in turn -> 1 by weight and all in turn
                + cluster images at east: 192.0.2.3 192.0.2.3 weight 2
                - cluster images at east: two 2001:db8::2
                ~ cluster images at east: two 192.0.2.2: weight 1 -> 3
                for clients, while all endpoints are up:
                ~ images.example.com. A for everybody at east: pool east: 192.0.2.1, 192.0.2.2 -> pool east: 192.0.2.1 16.7 %, 192.0.2.2 50.0 %, 192.0.2.3 33.3 %
                ~ images.example.com. AAAA for everybody at east: pool east: 2001:db8::2 -> pool east: nothing
                """,
                ""));
  }

  @Test
  void different_asJson() throws IOException {
    after.write("zones/example.com.yaml", ExampleFiles.ZONE.replace("192.0.2.81", "192.0.2.82"));
    after.write(
        "clusters.yaml",
        ExampleFiles.CLUSTERS.replace("west: [192.0.2.101]", "west: [192.0.2.102]"));

    assertThat(CommandRun.of("diff", before.server(), after.server(), "-o", "json"))
        .isEqualTo(
            new CommandRun(
                1,
                """
                {
                  "same" : false,
                  "changes" : [ {
                    "change" : "removed",
                    "kind" : "member",
                    "cluster" : "images",
                    "site" : "west",
                    "before" : {
                      "host" : "192.0.2.101",
                      "address" : "192.0.2.101",
                      "weight" : "1",
                      "status" : "probed"
                    }
                  }, {
                    "change" : "added",
                    "kind" : "member",
                    "cluster" : "images",
                    "site" : "west",
                    "after" : {
                      "host" : "192.0.2.102",
                      "address" : "192.0.2.102",
                      "weight" : "1",
                      "status" : "probed"
                    }
                  }, {
                    "change" : "changed",
                    "kind" : "records",
                    "zone" : "example.com.",
                    "name" : "www.example.com.",
                    "type" : "A",
                    "before" : {
                      "ttl" : 300,
                      "values" : [ "192.0.2.80", "192.0.2.81" ]
                    },
                    "after" : {
                      "ttl" : 300,
                      "values" : [ "192.0.2.80", "192.0.2.82" ]
                    }
                  } ],
                  "regions" : [ {
                    "names" : [ "images.example.com." ],
                    "nameCount" : 1,
                    "type" : "A",
                    "sites" : [ "west" ],
                    "moved" : 1.0,
                    "before" : {
                      "clients" : "everybody",
                      "pool" : "west",
                      "reason" : "own-site",
                      "even" : true,
                      "records" : [ {
                        "value" : "192.0.2.101",
                        "part" : 1.0
                      } ]
                    },
                    "after" : {
                      "clients" : "everybody",
                      "pool" : "west",
                      "reason" : "own-site",
                      "even" : true,
                      "records" : [ {
                        "value" : "192.0.2.102",
                        "part" : 1.0
                      } ]
                    }
                  } ]
                }
                """,
                ""));
  }

  private void bothAreSteered(String places) throws IOException {
    for (ExampleFiles files : List.of(before, after)) {
      files.write(
          "popdns.yaml",
          """
          listen: 127.0.0.1:5300
          zones: zones/
          places: {prefixes: places.yaml}
          """);
      files.write("places.yaml", places);
      files.write("zones/example.com.yaml", STEERED);
    }
  }

  /** A record whose rules change, and places that do: which clients are answered otherwise. */
  @Test
  void steeredNames_areComparedForTheirClients() throws IOException {
    bothAreSteered("192.0.2.0/24: DE\n198.51.100.0/24: US\n203.0.113.0/24: CA\n");
    after.write("places.yaml", "192.0.2.0/24: DE\n198.51.100.0/24: FR\n203.0.113.0/24: CA\n");
    after.write(
        "zones/example.com.yaml",
        STEERED.replace("[EU]", "[EU, NA-CA]").replace("192.0.2.12}", "192.0.2.12, weight: 3}"));

    assertThat(CommandRun.of("diff", before.server(), after.server()))
        .isEqualTo(
            new CommandRun(
                1,
                """
                + places prefixes: 198.51.100.0/24 FR
                - places prefixes: 198.51.100.0/24 US
                - www.example.com. 300 A dynamic pool europe: 192.0.2.11, 192.0.2.12; all in turn
                - www.example.com. 300 A dynamic rule 1: EU: europe, else america
                + www.example.com. 300 A dynamic pool europe: 192.0.2.11 weight 1, 192.0.2.12 weight 3; 1 by weight
                + www.example.com. 300 A dynamic rule 1: EU NA-CA: europe, else america
                for clients, while all endpoints are up:
                ~ www.example.com. A for EU, NA-CA (before: EU), such as 192.0.2.0/24: pool europe: 192.0.2.11, 192.0.2.12 -> pool europe: 192.0.2.11 25.0 %, 192.0.2.12 75.0 %
                ~ www.example.com. A for EU, NA-CA (before: everybody), such as 198.51.100.0/24: pool america: 198.51.100.21 -> pool europe: 192.0.2.11 25.0 %, 192.0.2.12 75.0 %
                """,
                ""));
  }

  /** The same files but for where a network is: nothing but its clients' answers changes. */
  @Test
  void places_alone_changeAnswers() throws IOException {
    bothAreSteered("192.0.2.0/24: DE\n");
    after.write("places.yaml", "192.0.2.0/25: DE\n192.0.2.128/25: US\n");

    assertThat(CommandRun.of("diff", before.server(), after.server()))
        .isEqualTo(
            new CommandRun(
                1,
                """
                - places prefixes: 192.0.2.0/24 DE
                + places prefixes: 192.0.2.0/25 DE
                + places prefixes: 192.0.2.128/25 US
                for clients, while all endpoints are up:
                ~ www.example.com. A for everybody (before: EU), such as 192.0.2.128/25: pool europe: 192.0.2.11, 192.0.2.12 -> pool america: 198.51.100.21
                """,
                ""));
  }

  @Test
  void invalid_isShownAsCheckDoes() throws IOException {
    after.write("clusters.yaml", ExampleFiles.CLUSTERS.replace("check: web", "check: wbe"));

    assertThat(CommandRun.of("diff", before.server(), after.server()))
        .isEqualTo(
            new CommandRun(
                2,
                "",
                """
                %s:5:12: error: unknown check 'wbe'; did you mean 'web'?
                    check: wbe
                           ^~~
                """
                    .formatted(after.folder().resolve("clusters.yaml"))));
  }

  @Test
  void site_isThatOfBoth() {
    assertThat(CommandRun.of("diff", before.server(), after.server(), "--site", "north"))
        .extracting(CommandRun::exitCode)
        .isEqualTo(2);
    assertThat(CommandRun.of("diff", before.server(), after.server(), "--site", "west"))
        .isEqualTo(new CommandRun(0, "", ""));
  }

  @Test
  void oneArgument_isWrongUsage() {
    CommandRun run = CommandRun.of("diff", before.server());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("which two? OLD and NEW, or --running and NEW\nUsage: popdns diff ");
  }

  private void change() throws IOException {
    after.write(
        "popdns.yaml",
        ExampleFiles.SERVER.replace("127.0.0.1:5300", "['127.0.0.1:5301', '[2001:db8::1]:53']"));
    after.write(
        "clusters.yaml",
        """
        sites: {north: , west: , east: {fallback: [west]}}
        checks:
          web: {http: {port: 80, path: /health, status: [204, 200]}, interval: 1m}
          more: {tcp: {port: 82}}
        clusters:
          images:
            check: web
            minimum-healthy: 50%
            members:
              east: [192.0.2.1, {name: two, addresses: [192.0.2.3, "2001:db8::2"]}]
              west: [192.0.2.101]
          more: {check: more, when-below: withdraw, members: {north: 192.0.2.201}}
        """);
    after.write(
        "zones/example.com.yaml",
        ExampleFiles.ZONE
            .replace(", {type: AAAA, ttl: 60, cluster: images}", "")
            .replace(
                "ttl: 300, values: [192.0.2.80, 192.0.2.81]",
                "ttl: 60, values: [192.0.2.82, 192.0.2.80]"));
    after.write(
        "zones/example.org.yaml",
        "'': [{type: NS, value: ns.example.net.}, {type: SOA, serial: 8}]\n");
  }
}
