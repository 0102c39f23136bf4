package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.popdns.map.WorldMapSvg;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The map of files: the table, the file, and what is refused. */
class MapCommandTest {

  @TempDir Path folder;

  /** The folder is set before each test. */
  @SuppressWarnings("NullAway.Init")
  MapCommandTest() {}

  @BeforeEach
  void write() throws IOException {
    write(
        "popdns.yaml",
        """
        listen: [127.0.0.1]
        ecs: true
        places: {prefixes: places.yaml}
        zones: [{origin: example.com., file: z.yaml}]
        """);
    write(
        "places.yaml",
        """
        192.0.2.0/25: DE
        198.51.100.0/24: {country: US, asn: 64500}
        2001:db8::/32: {country: CA, asn: 64500}
        203.0.113.0/25: {asn: 64501}
        """);
    write(
        "z.yaml",
        """
        '': {type: NS, value: ns.example.net.}
        plain: {type: A, value: 192.0.2.1}
        alias: {type: CNAME, value: www.example.com.}
        external: {type: CNAME, value: www.example.net.}
        a.between: {type: A, value: 192.0.2.1}
        sub: {type: NS, value: ns.example.net.}
        www:
          type: A
          ttl: 60
          value: 192.0.2.250
          dynamic:
            pools:
              office: {fallback: world, values: [{value: 192.0.2.11}]}
              west: {fallback: world, values: [{value: 192.0.2.21}]}
              europe: {fallback: world, values: [{value: 192.0.2.31}, {value: 192.0.2.32}]}
              world: {values: [{value: 192.0.2.41}]}
            rules:
              - {subnets: [192.0.2.64/26, 203.0.113.0/24], pool: office}
              - {geos: [NA-US-CA, NA-CA], pool: west}
              - {geos: [EU, AS-CY], pool: europe}
              - {pool: world}
          octodns: {popdns: {rules: [{rule: 1, asns: [64500, 64501]}]}}
        """);
  }

  private CommandRun map(String... arguments) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("map"),
                Stream.concat(
                    Arrays.stream(arguments),
                    Stream.of("--config", folder.resolve("popdns.yaml").toString())))
            .toArray(String[]::new));
  }

  private String svg() {
    return folder.resolve("map.svg").toString();
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  @Test
  void table_hasPoolsRulesAndPlaces() throws IOException {
    CommandRun ran =
        map("www.example.com", "--down", "192.0.2.31", "--down", "west", "--svg", svg());
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out().replaceFirst("serial [0-9]+", "serial …").replace(svg(), "map.svg"))
        .isEqualTo(
            """
            www.example.com. A
            zone example.com. serial …
            taken to be down: 192.0.2.31 west

              POOL        HEALTHY  HOSTS  NEEDED  ANSWERS
              office      1        1      1       0 countries
              west        0        1      1       0 countries
              europe      1        2      1       53 countries
              world       1        1      1       197 countries
              own values  -        -      -       0 countries

              RULE  CLIENTS                                          POOL    ANSWERED FROM  BECAUSE
              1     192.0.2.64/26, 203.0.113.0/24, AS64500, AS64501  office  office         the first pool has its minimum of healthy hosts
              2     NA-US-CA, NA-CA                                  west    world          the first pool is below its minimum, this fallback is not
              3     EU, AS-CY                                        europe  europe         the first pool has its minimum of healthy hosts
              4     everybody                                        world   world          the first pool has its minimum of healthy hosts

              CLIENTS IN      RULE  ANSWERED FROM  REASON
              AF              4     world          first-pool
              AN              4     world          first-pool
              AS              4     world          first-pool  but for those below
              AS-CY           3     europe         first-pool
              EU              3     europe         first-pool  but for those below
              EU-DE           3     europe         first-pool  parts differ
              NA              4     world          first-pool  but for those below
              NA-CA           2     world          fallback    parts differ
              NA-US           4     world          first-pool  parts differ
              OC              4     world          first-pool
              SA              4     world          first-pool
              elsewhere       4     world          first-pool
              NA-US-CA        2     world          fallback    in US
              192.0.2.64/26   1     office         first-pool  in DE
              203.0.113.0/24  1     office         first-pool
              AS64500         1     office         first-pool  in CA US
              AS64501         1     office         first-pool

            drawn in map.svg
            """);
    assertThat(Files.readString(Path.of(svg())))
        .startsWith(WorldMapSvg.BEGINNING + "<svg ")
        .contains(
            "<title>Germany (EU-DE): europe, by rule 3 (first-pool)\n"
                + "192.0.2.64/26: office, by rule 1 (first-pool)</title>",
            "<title>Canada (NA-CA): world, by rule 2 (fallback)\n"
                + "AS64500: office, by rule 1 (first-pool)</title>",
            "<title>Kosovo (EU-XK): europe, by rule 3 (first-pool)</title>",
            ">which pool answers the clients in each country, if these were down: 192.0.2.31"
                + " west</text>",
            ">west answers 0 countries: 0 of 1 healthy, 1 needed; below its minimum</text>",
            ">europe answers 53 countries: 1 of 2 healthy, 1 needed</text>",
            ">lines: it stands in for another pool, passes a part on, or is below its"
                + " minimum</text>",
            ">some clients of the country get another pool, by province, network, AS or"
                + " distance</text>");
  }

  @Test
  void json_hasEachCountry() {
    CommandRun ran = map("www.example.com", "-o", "json", "--svg", svg());
    JsonNode map = JsonMapper.shared().readTree(ran.out());
    assertThat(map.path("svg").asString()).isEqualTo(svg());
    assertThat(map.path("countries").size()).isEqualTo(250);
    assertThat(
            map.path("countries")
                .valueStream()
                .filter(country -> country.path("country").asString().equals("CY"))
                .map(JsonNode::toString))
        .containsExactly(
            "{\"country\":\"CY\",\"continent\":\"AS\",\"rule\":3,\"answeredFrom\":\"europe\","
                + "\"reason\":\"first-pool\"}");
    assertThat(map.path("parts").path(1).toString())
        .isEqualTo(
            "{\"part\":\"192.0.2.64/26\",\"rule\":1,\"answeredFrom\":\"office\","
                + "\"reason\":\"first-pool\",\"countries\":[\"DE\"]}");
    assertThat(map.path("pools").path(0).toString())
        .isEqualTo(
            "{\"pool\":\"office\",\"hosts\":1,\"healthy\":1,\"needed\":1,\"reachesMinimum\":true,\"countries\":0,\"partsOfCountries\":0}");
  }

  /** Of Europe's load a half is more than its pool can carry; Asia has room for it. */
  @Test
  void countriesThatPoolsShare_countForEachOfThem() throws IOException {
    write(
        "z.yaml",
        """
        '': {type: NS, value: ns.example.net.}
        www:
          type: A
          value: 192.0.2.250
          dynamic:
            pools:
              europe: {fallback: asia, values: [{value: 192.0.2.31}, {value: 192.0.2.32}]}
              asia: {values: [{value: 192.0.2.21}]}
              america: {values: [{value: 192.0.2.41}]}
            rules: [{geos: [AS-JP], pool: asia}, {geos: [EU], pool: europe}, {pool: america}]
          octodns:
            popdns:
              pools: {europe: {capacity: 100}, asia: {capacity: 100}, america: {capacity: 100}}
              rules: [{rule: 1, load: 10}, {rule: 2, load: 100}, {rule: 3, load: 10}]
        """);
    CommandRun ran = map("www.example.com", "--down", "192.0.2.31", "--svg", svg());
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .contains("  europe      1        2      1       a part of 52 countries\n")
        .contains("  asia        1        1      1       1 country and a part of 52 others\n")
        .contains("  america     1        1      1       197 countries\n")
        .contains("  EU          2     europe 50 %, asia 50 %  first-pool\n");
    assertThat(Files.readString(Path.of(svg())))
        .contains(
            "<title>Germany (EU-DE): europe 50 %, asia 50 %, by rule 2 (first-pool)</title>",
            ">asia answers 1 country and a part of 52 others: 1 of 1 healthy, 1 needed</text>");
    JsonNode pool =
        JsonMapper.shared()
            .readTree(
                map("www.example.com", "--down", "192.0.2.31", "-o", "json", "--svg", svg()).out())
            .path("pools")
            .path(1);
    assertThat(pool.toString())
        .isEqualTo(
            "{\"pool\":\"asia\",\"hosts\":1,\"healthy\":1,\"needed\":1,\"reachesMinimum\":true,\"countries\":1,\"partsOfCountries\":52}");
  }

  @Test
  void everythingDown_isTheRecordsOwnValues() throws IOException {
    CommandRun ran = map("www.example.com", "--down", "all", "--svg", svg());
    assertThat(ran.out())
        .contains("  own values  -        -      -       250 countries\n")
        .contains("  AF              4     own values     fail-open\n");
    assertThat(Files.readString(Path.of(svg())))
        .contains("fill=\"url(#crosses-grey)\"")
        .contains(">no host is healthy; the record's own values answer: 192.0.2.250</text>");
  }

  /** Of a plan that has no rule for some clients, as no file can say it today. */
  @Test
  void clientsWithoutRule_areGrey() {
    JsonNode map =
        JsonMapper.shared()
            .readTree(
                """
                {"name": "www.example.com.", "type": "A", "zone": "example.com.", "serial": 7,
                 "lastResort": ["192.0.2.250"], "pools": [],
                 "rules": [{"rule": 0, "clients": "all others", "lastResort": true,
                            "reason": "no-rule", "because": "no rule holds"}],
                 "countries": [{"country": "BR", "continent": "SA", "rule": 0, "lastResort": true,
                                "reason": "no-rule"}],
                 "elsewhere": {"rule": 0, "lastResort": true, "reason": "no-rule"}, "parts": []}
                """);
    assertThat(MapText.render(map))
        .contains("  none  all others  -     own values     no rule holds\n")
        .contains("  SA          none  own values     no-rule\n")
        .contains("  elsewhere   none  own values     no-rule\n");
    assertThat(WorldMapSvg.of(MapSheet.of(map)))
        .contains("<title>Brazil (SA-BR): the record's own values, by no rule (no-rule)</title>")
        .contains(">no rule; the record's own values answer: 192.0.2.250</text>");
  }

  private static final String BY_DISTANCE =
      """
      '': {type: NS, value: ns.example.net.}
      www:
        type: A
        value: 192.0.2.250
        dynamic:
          pools:
            frankfurt: {fallback: singapore, values: [{value: 192.0.2.11}]}
            singapore: {values: [{value: 192.0.2.21}]}
          rules: [{subnets: [198.51.100.0/24], pool: singapore}, {pool: frankfurt}]
        octodns:
          popdns:
            pools:
              frankfurt: {location: {latitude: 50.11, longitude: 8.68}}
              singapore: {location: {latitude: 1.35, longitude: 103.82}}
            rules: [{rule: 2, nearest: true}]
      """;

  @Test
  void countriesByDistance_getWhatIsNearestToTheirMiddle() throws IOException {
    write("z.yaml", BY_DISTANCE);
    write("places.yaml", "192.0.2.0/24: {location: {latitude: 1, longitude: 100}}\n");
    CommandRun ran = map("www.example.com", "--svg", svg());
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .contains("  2     everybody, by distance  frankfurt  frankfurt      the first pool has")
        .contains(
            "  by distance: of a country what is nearest to its middle; of elsewhere as it stands"
                + " here\n")
        .contains(
            "  AS-CN            2     singapore      first-pool  parts differ; near borders"
                + " frankfurt\n")
        .contains("  OC               2     singapore      first-pool")
        .contains("  elsewhere        2     frankfurt      first-pool\n");
    assertThat(Files.readString(Path.of(svg())))
        .contains(
            "<title>Japan (AS-JP): singapore, by rule 2 (first-pool)</title>",
            "<title>Germany (EU-DE): frankfurt, by rule 2 (first-pool)</title>",
            "China (AS-CN): singapore, by rule 2 (first-pool)\nnear borders: frankfurt</title>",
            "<title>frankfurt</title></circle>",
            ">singapore</text>");
  }

  @Test
  void withoutCoordinates_noRuleGoesByDistance() throws IOException {
    write("z.yaml", BY_DISTANCE);
    assertThat(map("www.example.com", "--svg", svg()).out())
        .contains("  2     everybody        frankfurt  frankfurt      the first pool has")
        .contains("  OC               2     frankfurt      first-pool\n");
  }

  @Test
  void alias_isTheMapOfWhatItLeadsTo() {
    assertThat(map("alias.example.com", "--svg", svg()).out())
        .startsWith("alias.example.com. A\n")
        .contains("  AS-CY           3     europe         first-pool\n");
  }

  @Test
  void cluster_isOneColour(@TempDir Path drawn) {
    CommandRun ran =
        CommandRun.of(
            "map",
            "images.example.com",
            "--config",
            "../deploy/examples/four-sites/popdns.yaml",
            "--site",
            "japan",
            "--down",
            "japan",
            "--svg",
            drawn.resolve("map.svg").toString());
    assertThat(ran.out())
        .startsWith("images.example.com. A at site japan\n")
        .contains("  4     everybody  japan  san-jose       this site is below its minimum,");
  }

  @Test
  void standardOutput_getsTheMapAlone() {
    CommandRun ran = map("www.example.com", "--svg", "-");
    assertThat(ran.out()).startsWith(WorldMapSvg.BEGINNING).endsWith("</svg>\n");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void mapsOfThisCommand_areDrawnAnew_andNothingElseIsReplaced() throws IOException {
    Path file = Path.of(svg());
    assertThat(map("www.example.com", "--svg", svg()).exitCode()).isEqualTo(ExitCode.OK);
    String first = Files.readString(file);
    assertThat(map("www.example.com", "--svg", svg(), "--down", "europe").exitCode())
        .isEqualTo(ExitCode.OK);
    assertThat(Files.readString(file)).isNotEqualTo(first).startsWith(WorldMapSvg.BEGINNING);

    Files.writeString(file, "<svg>mine</svg>");
    CommandRun ran = map("www.example.com", "--svg", svg());
    assertThat(ran.err())
        .isEqualTo(
            "popdns: error: "
                + file
                + " is there and is no map that popdns has drawn: --svg FILE says another\n");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(file).hasContent("<svg>mine</svg>");
  }

  @Test
  void fileThatCannotBeWritten_isNamed() {
    Path file = folder.resolve("none").resolve("map.svg");
    assertThat(map("www.example.com", "--svg", file.toString()).err())
        .isEqualTo(
            "popdns: error: %s can't be written: %s: no such file or folder\n"
                .formatted(file, file));
  }

  @ParameterizedTest
  @CsvSource({
    "www.example.com.,www.example.com.svg",
    "WWW.Example.com.,www.example.com.svg",
    "*.example.com.,_.example.com.svg",
    ".,root.svg",
    "-x.example.,_x.example.svg",
    "\\.hidden.example.,_.hidden.example.svg"
  })
  void fileOfAName_isOneThatNobodyStumblesOver(String name, String file) {
    assertThat(MapCommand.fileName(name)).isEqualTo(file);
  }

  static List<List<String>> refused() {
    return List.of(
        List.of(
            "plain.example.com",
            "plain.example.com. A is answered to all clients alike: by no rules and from no"
                + " cluster"),
        List.of(
            "external.example.com",
            "external.example.com. A is answered to all clients alike: by no rules and from no"
                + " cluster"),
        List.of("nix.example.com", "no such name: nix.example.com."),
        List.of("www.example.com MX", "no MX records at www.example.com."),
        List.of("between.example.com", "no A records at between.example.com."),
        List.of(
            "a.sub.example.com",
            "a.sub.example.com. A is not answered here: it is delegated at sub.example.com."),
        List.of("www.example.org", "no zone holds www.example.org."),
        List.of("nix.example.org MX", "no zone holds nix.example.org."));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void namesWithoutSteering_haveNoMap_andWhyIsSaid(List<String> row) {
    List<String> arguments = new ArrayList<>(List.of(row.get(0).split(" ")));
    arguments.addAll(List.of("--svg", svg()));
    CommandRun ran = map(arguments.toArray(String[]::new));
    assertThat(ran.err()).isEqualTo("popdns: error: " + row.get(1) + "\n");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(Path.of(svg())).doesNotExist();
  }

  @Test
  void siteOfARunningServer_isWrongUsage() {
    CommandRun ran = CommandRun.of("map", "www.example.com", "--site", "japan");
    assertThat(ran.err()).startsWith("--site goes with --config: a running server has its site\n");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
  }
}
