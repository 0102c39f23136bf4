package org.popdns.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.TestServer;
import org.popdns.state.store.ConfigurationStore;
import tools.jackson.databind.JsonNode;

/** One file decides for itself: a broken zone does not take the others along. */
class BrokenZoneTest {

  private static final String SERVER =
      """
      listen: ["127.0.0.1:0"]
      admin: {http: "127.0.0.1:0", socket: control.sock}
      zones: zones/
      """;
  private static final String ZONE =
      """
      $TTL 60
      @ SOA ns1 h 1 7200 900 1209600 300
      @ NS ns1
      ns1 A 192.0.2.53
      www A %s
      """;
  private static final String DELEGATION = "bad NS ns1\nbad DS 1 13 2 " + "00".repeat(32) + "\n";
  private static final int A = 1;
  private static final int SOA = 6;
  private static final int DS = 43;

  @TempDir Path folder;

  @BeforeEach
  void oneGoodZoneAndABrokenOneWithinIt() throws IOException {
    write("popdns.yaml", SERVER);
    write("zones/good.example.zone", ZONE.formatted("192.0.2.1") + DELEGATION);
    write("zones/bad.good.example.zone", ZONE.formatted("192.0.2.300"));
  }

  @Test
  void firstStart_servesTheOthers_andAnswersServfailAtAndBelowTheBrokenZone() throws Exception {
    try (TestServer server = start()) {
      assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2.1");
      for (String name : new String[] {"bad.good.example.", "x.y.bad.good.example."}) {
        for (int type : new int[] {A, SOA, 255, 16}) {
          QueryBytes query = QueryBytes.of(name, type).opt(1232);
          for (Decoded response : new Decoded[] {server.client().udp(query), tcp(server, query)}) {
            assertThat(response.rcode()).isEqualTo("SERVFAIL");
            assertThat(response.flags()).isEqualTo("qr");
            assertThat(response.answers()).isEmpty();
            assertThat(response.authorities()).isEmpty();
            // RFC 8914 §4.25: Invalid Data
            assertThat(response.options()).containsExactly("15: 0018");
          }
        }
      }
      // RFC 4035 §3.1.4.1: DS belongs to the zone above, which is right.
      assertThat(answer(server, "bad.good.example.", DS)).startsWith("NOERROR 13 2 00");
    }
  }

  @Test
  void firstStart_saysWhichZoneIsBrokenAndWhy() throws Exception {
    try (TestServer server = start()) {
      JsonNode broken = server.status().path("configuration").path("brokenZones");
      assertThat(broken).hasSize(1);
      assertThat(broken.path(0).path("zone").asString()).isEqualTo("bad.good.example.");
      assertThat(broken.path(0).path("answer").asString()).isEqualTo("servfail");
      assertThat(broken.path(0).path("reason").asString()).isEqualTo(reason());
      assertThat(
              server.metric("popdns_zone_broken{answer=\"servfail\",zone=\"bad.good.example.\"}"))
          .isEqualTo(1);
      assertThat(server.metric("popdns_zones_broken{answer=\"servfail\"}")).isEqualTo(1);
      assertThat(server.metric("popdns_zones_broken{answer=\"last-good\"}")).isZero();

      JsonNode explanation =
          server.control(
              ControlRequest.of("explain")
                  .with("name", "www.bad.good.example.")
                  .with("type", "A")
                  .with("down", ""));
      assertThat(explanation.path("match").asString())
          .isEqualTo("the zone can't be served: " + reason());
      assertThat(explanation.path("answer").asString()).contains("SERVFAIL");
    }
  }

  @Test
  void reload_isWholeOrNotAtAll_whereNothingElseIsSaid() throws Exception {
    write("zones/bad.good.example.zone", ZONE.formatted("192.0.2.2"));
    try (TestServer server = start()) {
      write("zones/bad.good.example.zone", ZONE.formatted("192.0.2.300"));
      write("zones/good.example.zone", ZONE.formatted("192.0.2.9") + DELEGATION);

      JsonNode report = server.control(ControlRequest.of("reload"));

      assertThat(report.path("reloaded").asBoolean()).isFalse();
      assertThat(report.path("reason").asString()).isEqualTo(reason());
      assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2.1");
      assertThat(answer(server, "www.bad.good.example.", A)).isEqualTo("NOERROR 192.0.2.2");
    }
  }

  @Test
  void reload_withOnErrorKeep_takesTheOthers_andKeepsTheBrokenZoneAsItWas() throws Exception {
    write("popdns.yaml", SERVER + "on-error: keep\n");
    write("zones/bad.good.example.zone", ZONE.formatted("192.0.2.2"));
    try (TestServer server = start()) {
      write("zones/bad.good.example.zone", ZONE.formatted("192.0.2.300"));
      for (int i = 7; i < 10; i++) {
        write("zones/good.example.zone", ZONE.formatted("192.0.2." + i) + DELEGATION);

        JsonNode report = server.control(ControlRequest.of("reload"));

        assertThat(report.path("reloaded").asBoolean()).isTrue();
        assertThat(report.path("zonesChanged").asInt()).isEqualTo(1);
        JsonNode broken = report.path("brokenZones").path(0);
        assertThat(broken.path("answer").asString()).isEqualTo("last-good");
        assertThat(broken.path("reason").asString()).isEqualTo(reason());
        assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2." + i);
        assertThat(answer(server, "www.bad.good.example.", A)).isEqualTo("NOERROR 192.0.2.2");
      }
      assertThat(server.metric("popdns_zones_broken{answer=\"last-good\"}")).isEqualTo(1);
      JsonNode explanation =
          server.control(
              ControlRequest.of("explain")
                  .with("name", "www.bad.good.example.")
                  .with("type", "A")
                  .with("down", ""));
      assertThat(explanation.path("broken").asString()).isEqualTo(reason());
      assertThat(explanation.path("match").asString()).isEqualTo("the name exists");

      write("zones/bad.good.example.zone", ZONE.formatted("192.0.2.3"));
      assertThat(server.control(ControlRequest.of("reload")).has("brokenZones")).isFalse();
      assertThat(answer(server, "www.bad.good.example.", A)).isEqualTo("NOERROR 192.0.2.3");
      assertThat(server.metric("popdns_zones_broken{answer=\"last-good\"}")).isZero();
    }
  }

  @Test
  void reload_withOnErrorKeep_newBrokenZone_answersServfail() throws Exception {
    write("popdns.yaml", SERVER + "on-error: keep\n");
    write("zones/bad.good.example.zone", ZONE.formatted("192.0.2.2"));
    try (TestServer server = start()) {
      write("zones/new.example.zone", "nonsense");
      assertThat(answer(server, "www.new.example.", A)).isEqualTo("REFUSED");
      JsonNode report = server.control(ControlRequest.of("reload"));
      assertThat(report.path("brokenZones").path(0).path("answer").asString())
          .isEqualTo("servfail");
      assertThat(answer(server, "www.new.example.", A)).isEqualTo("SERVFAIL");
    }
  }

  @Test
  void reload_brokenMainFile_isRefused_withOnErrorKeepToo() throws Exception {
    write("popdns.yaml", SERVER + "on-error: keep\n");
    try (TestServer server = start()) {
      write("popdns.yaml", SERVER + "on-error: keep\nno-such-key: 1\n");
      JsonNode report = server.control(ControlRequest.of("reload"));
      assertThat(report.path("reloaded").asBoolean()).isFalse();
      assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2.1");
    }
  }

  @Test
  void keptZone_isStoredAsItWas_andStartsWithTheRest() throws Exception {
    write("popdns.yaml", SERVER + "on-error: keep\n");
    write("zones/bad.good.example.zone", ZONE.formatted("192.0.2.2"));
    Path main = folder.resolve("popdns.yaml");
    ConfigurationStore store = new ConfigurationStore(folder.resolve("state"), main);
    try (TestServer server = TestServer.start(main, Optional.of(store))) {
      write("zones/bad.good.example.zone", ZONE.formatted("192.0.2.300"));
      write("zones/good.example.zone", ZONE.formatted("192.0.2.7") + DELEGATION);
      assertThat(server.control(ControlRequest.of("reload")).path("reloaded").asBoolean()).isTrue();
      assertThat(server.status().path("configuration").path("stored")).hasSize(2);
    }
    // With zones that are broken at the start, and with a main file that is.
    ConfigurationStore again = new ConfigurationStore(folder.resolve("state"), main);
    try (TestServer server = TestServer.start(main, Optional.of(again))) {
      assertThat(server.metric("popdns_config_stored_served")).isZero();
      assertThat(server.metric("popdns_zones_broken{answer=\"last-good\"}")).isEqualTo(1);
      assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2.7");
      assertThat(answer(server, "www.bad.good.example.", A)).isEqualTo("NOERROR 192.0.2.2");
    }
    write("popdns.yaml", "nonsense");
    ConfigurationStore third = new ConfigurationStore(folder.resolve("state"), main);
    try (TestServer server = TestServer.start(main, Optional.of(third))) {
      assertThat(server.metric("popdns_config_stored_served")).isEqualTo(1);
      assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2.7");
      assertThat(answer(server, "www.bad.good.example.", A)).isEqualTo("NOERROR 192.0.2.2");
    }
  }

  @Test
  void twoFilesOfAZone_breakThatZoneAlone_atAFirstStart() throws Exception {
    write("zones/bad.good.example.zone", ZONE.formatted("192.0.2.2"));
    write("zones/bad.good.example.yaml", "www: {type: A, value: 192.0.2.3}\n");
    try (TestServer server = start()) {
      assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2.1");
      assertThat(answer(server, "www.bad.good.example.", A)).isEqualTo("SERVFAIL");
      assertThat(broken(server)).containsExactly("bad.good.example. servfail " + twoFiles());
    }
  }

  @Test
  void twoFilesOfAZone_refuseAReload_orKeepThatZoneAsItWas() throws Exception {
    write("zones/bad.good.example.zone", ZONE.formatted("192.0.2.2"));
    Path main = folder.resolve("popdns.yaml");
    try (TestServer server = TestServer.start(main, Optional.of(store()))) {
      write("zones/bad.good.example.yaml", "www: {type: A, value: 192.0.2.3}\n");
      write("zones/good.example.zone", ZONE.formatted("192.0.2.7") + DELEGATION);
      JsonNode refused = server.control(ControlRequest.of("reload"));
      assertThat(refused.path("reloaded").asBoolean()).isFalse();
      assertThat(refused.path("reason").asString()).isEqualTo(twoFiles());
      assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2.1");

      write("popdns.yaml", SERVER + "on-error: keep\n");
      assertThat(server.control(ControlRequest.of("reload")).path("reloaded").asBoolean()).isTrue();
      assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2.7");
      assertThat(answer(server, "www.bad.good.example.", A)).isEqualTo("NOERROR 192.0.2.2");
      assertThat(broken(server)).containsExactly("bad.good.example. last-good " + twoFiles());
    }
    // What was stored has the kept zone, whatever its files are called now.
    write("popdns.yaml", "nonsense");
    try (TestServer server = TestServer.start(main, Optional.of(store()))) {
      assertThat(server.metric("popdns_config_stored_served")).isEqualTo(1);
      assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2.7");
      assertThat(answer(server, "www.bad.good.example.", A)).isEqualTo("NOERROR 192.0.2.2");
    }
  }

  @Test
  void twoFilesOfANewZone_answerServfail_fromWhatIsStoredToo() throws Exception {
    write("popdns.yaml", SERVER + "on-error: keep\n");
    write("zones/bad.good.example.zone", ZONE.formatted("192.0.2.2"));
    write("zones/bad.good.example.yaml", "www: {type: A, value: 192.0.2.3}\n");
    Path main = folder.resolve("popdns.yaml");
    try (TestServer server = TestServer.start(main, Optional.of(store()))) {
      assertThat(answer(server, "www.bad.good.example.", A)).isEqualTo("SERVFAIL");
    }
    write("popdns.yaml", "nonsense");
    try (TestServer server = TestServer.start(main, Optional.of(store()))) {
      assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2.1");
      assertThat(answer(server, "www.bad.good.example.", A)).isEqualTo("SERVFAIL");
    }
  }

  @Test
  void fileWhoseNameIsNoZones_isLeftOut_andSaidEverywhere() throws Exception {
    Files.delete(folder.resolve("zones/bad.good.example.zone"));
    write("zones/exa..mple.zone", ZONE.formatted("192.0.2.2"));
    String reason =
        folder.resolve("zones/exa..mple.zone")
            + ": the file's name is not a zone's: 'exa..mple' has an empty label";
    try (TestServer server = start()) {
      assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2.1");
      JsonNode configuration = server.status().path("configuration");
      assertThat(configuration.has("brokenZones")).isFalse();
      assertThat(configuration.path("leftOutFiles").toString())
          .isEqualTo(
              "[{\"file\":\""
                  + folder.resolve("zones/exa..mple.zone")
                  + "\",\"reason\":\""
                  + reason
                  + "\"}]");
      assertThat(server.metric("popdns_zone_files_left_out")).isEqualTo(1);

      write("zones/good.example.zone", ZONE.formatted("192.0.2.7") + DELEGATION);
      JsonNode refused = server.control(ControlRequest.of("reload"));
      assertThat(refused.path("reason").asString()).isEqualTo(reason);
      assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2.1");

      write("popdns.yaml", SERVER + "on-error: keep\n");
      JsonNode report = server.control(ControlRequest.of("reload"));
      assertThat(report.path("reloaded").asBoolean()).isTrue();
      assertThat(report.path("leftOutFiles").path(0).path("reason").asString()).isEqualTo(reason);
      assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2.7");
    }
  }

  @Test
  void strictZoneWithAWarning_isTheBrokenOne() throws Exception {
    write("popdns.yaml", SERVER + "on-error: keep\nstrict: true\n");
    write("zones/bad.good.example.zone", ZONE.formatted("192.0.2.2"));
    try (TestServer server = start()) {
      write("zones/bad.good.example.zone", ZONE.formatted("192.0.2.2") + "x CNAME no\n");
      write("zones/good.example.zone", ZONE.formatted("192.0.2.7") + DELEGATION);
      JsonNode report = server.control(ControlRequest.of("reload"));
      assertThat(report.path("reloaded").asBoolean()).isTrue();
      assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2.7");
      assertThat(answer(server, "www.bad.good.example.", A)).isEqualTo("NOERROR 192.0.2.2");
      assertThat(answer(server, "x.bad.good.example.", A)).isEqualTo("NXDOMAIN");
      assertThat(broken(server))
          .containsExactly(
              "bad.good.example. last-good "
                  + folder.resolve("zones/bad.good.example.zone")
                  + ":6:3: the CNAME leads to no.bad.good.example., which does not exist (a"
                  + " warning, which counts: strict)");
    }
  }

  @Test
  void zoneThatIsTooLarge_isBrokenAlone_atAFirstStart() throws Exception {
    write("zones/bad.good.example.zone", tooLarge());
    try (TestServer server = start()) {
      assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2.1");
      assertThat(answer(server, "www.bad.good.example.", A)).isEqualTo("SERVFAIL");
      assertThat(broken(server)).containsExactly("bad.good.example. servfail " + TOO_LARGE);
    }
  }

  @Test
  void zoneThatIsTooLarge_refusesAReload_orStaysAsItWas() throws Exception {
    write("zones/bad.good.example.zone", ZONE.formatted("192.0.2.2"));
    Path main = folder.resolve("popdns.yaml");
    try (TestServer server = TestServer.start(main, Optional.of(store()))) {
      write("zones/bad.good.example.zone", tooLarge());
      write("zones/good.example.zone", ZONE.formatted("192.0.2.7") + DELEGATION);
      JsonNode refused = server.control(ControlRequest.of("reload"));
      assertThat(refused.path("reason").asString()).isEqualTo(TOO_LARGE);
      assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2.1");
    }
    // At a start the files are as broken as if they were wrong.
    try (TestServer server = TestServer.start(main, Optional.of(store()))) {
      assertThat(server.metric("popdns_config_stored_served")).isEqualTo(1);
      assertThat(server.status().path("configuration").path("lastLoad").path("failure").asString())
          .isEqualTo(TOO_LARGE);
      assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2.1");
      assertThat(answer(server, "www.bad.good.example.", A)).isEqualTo("NOERROR 192.0.2.2");

      write("popdns.yaml", SERVER + "on-error: keep\n");
      assertThat(server.control(ControlRequest.of("reload")).path("reloaded").asBoolean()).isTrue();
      assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2.7");
      assertThat(answer(server, "www.bad.good.example.", A)).isEqualTo("NOERROR 192.0.2.2");
      assertThat(broken(server)).containsExactly("bad.good.example. last-good " + TOO_LARGE);
    }
    try (TestServer server = TestServer.start(main, Optional.of(store()))) {
      assertThat(server.metric("popdns_config_stored_served")).isZero();
      assertThat(answer(server, "www.good.example.", A)).isEqualTo("NOERROR 192.0.2.7");
      assertThat(answer(server, "www.bad.good.example.", A)).isEqualTo("NOERROR 192.0.2.2");
      assertThat(broken(server)).containsExactly("bad.good.example. last-good " + TOO_LARGE);
    }
  }

  @Test
  void notes_areToldOnce() throws Exception {
    write("zones/bad.good.example.zone", ZONE.formatted("192.0.2.2"));
    write("zones/README", "");
    try (TestServer server = start()) {
      assertThat(problems(server)).isEmpty();
      write("zones/ns.inc", "");
      assertThat(problems(server))
          .isEqualTo(
              folder.resolve("zones/ns.inc") + ": note: is not read, as no zone includes it\n");
      assertThat(problems(server)).isEmpty();
    }
  }

  private static String problems(TestServer server) throws IOException {
    return server.control(ControlRequest.of("reload")).path("problems").asString();
  }

  private static final String TOO_LARGE =
      "zone bad.good.example.: the answer for big.bad.good.example. takes 64960 bytes, more than a"
          + " message holds";

  private static String tooLarge() {
    StringBuilder text = new StringBuilder(ZONE.formatted("192.0.2.3"));
    for (int i = 0; i < 4060; i++) {
      text.append("big A 10.0." + (i >> 8) + "." + (i & 255) + "\n");
    }
    return text.toString();
  }

  private String twoFiles() {
    return folder.resolve("zones/bad.good.example.zone")
        + ": holds the zone bad.good.example., which is in "
        + folder.resolve("zones/bad.good.example.yaml")
        + " already";
  }

  private ConfigurationStore store() {
    return new ConfigurationStore(folder.resolve("state"), folder.resolve("popdns.yaml"));
  }

  private static List<String> broken(TestServer server) throws IOException {
    List<String> broken = new ArrayList<>();
    server
        .status()
        .path("configuration")
        .path("brokenZones")
        .forEach(
            zone ->
                broken.add(
                    zone.path("zone").asString()
                        + " "
                        + zone.path("answer").asString()
                        + " "
                        + zone.path("reason").asString()));
    return broken;
  }

  private String reason() {
    return folder.resolve("zones/bad.good.example.zone")
        + ":5:7: A record must be an IPv4 address, not '192.0.2.300'";
  }

  private TestServer start() throws IOException, InterruptedException {
    return TestServer.start(folder.resolve("popdns.yaml"), Optional.empty());
  }

  private static Decoded tcp(TestServer server, QueryBytes query) throws IOException {
    return server.client().tcp(query);
  }

  private static String answer(TestServer server, String name, int type) throws IOException {
    Decoded response = server.client().udp(QueryBytes.of(name, type));
    if (response.answers().isEmpty()) {
      return response.rcode();
    }
    String[] words = response.answers().getFirst().split(" ", 5);
    return response.rcode() + " " + words[words.length - 1];
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.resolveSibling("."));
    Files.writeString(path, text);
  }
}
