package org.popdns.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.harness.SetClocks;
import org.popdns.harness.TestServer;
import org.popdns.state.store.ConfigurationStore;
import tools.jackson.databind.JsonNode;

/** Somebody sets the wall clock while a server runs. */
class ClockStepsTest {

  private static final ControlRequest RELOAD = ControlRequest.of("reload");
  private static final String ZONE =
      """
      '': {type: NS, value: ns.example.net.}
      images: {type: A, cluster: images}
      a: {type: A, value: 192.0.2.1}
      b: {type: A, value: 192.0.2.1}
      """;

  private final SetClocks clocks = new SetClocks();

  @TempDir private Path folder;

  /** A server of everything that has an age: one endpoint, which fails, and one canary. */
  private TestServer start(int canary) throws Exception {
    Path main =
        TestServer.write(
            folder,
            Optional.of("east"),
            Optional.of(
                """
                sites: {east: {}}
                checks: {web: {tcp: {port: 9}, interval: 200ms, timeout: 100ms}}
                suspicion: {canaries: {east: [{tcp: "127.0.0.1:%d"}]}}
                clusters: {images: {check: web, members: {east: [127.0.0.1]}}}
                """
                    .formatted(canary)),
            Map.of("a.example.yaml", ZONE, "b.example.yaml", ZONE, "c.example.yaml", ZONE));
    Files.writeString(
        main,
        Files.readString(main)
            + "announce: {images: {prefixes: [127.0.0.0/8], requires: [images]}}\n");
    return again();
  }

  private TestServer again() throws Exception {
    Path main = folder.resolve("popdns.yaml");
    return TestServer.start(
        main, Optional.of(new ConfigurationStore(folder.resolve("state"), main)), clocks.clocks());
  }

  /** Whatever in the status has a beginning, with its age in seconds. */
  private static Map<String, Long> ages(JsonNode status) {
    Map<String, Long> ages = new TreeMap<>();
    collect("", status, ages);
    ages.put("uptime", status.path("uptimeSeconds").asLong());
    return ages;
  }

  private static void collect(String path, JsonNode json, Map<String, Long> ages) {
    if (json.has("since") || json.has("at")) {
      ages.put(path, json.path("ageSeconds").asLong(Long.MIN_VALUE));
    }
    json.properties().forEach(each -> collect(path + "/" + each.getKey(), each.getValue(), ages));
    for (int i = 0; json.isArray() && i < json.size(); i++) {
      collect(path + "/" + i, json.get(i), ages);
    }
  }

  private static boolean isSettled(JsonNode status) {
    return status.at("/announcements/images/routes/127.0.0.0~18").asString().equals("withdrawn")
        && status.at("/checker/canaries/0/status").asString().equals("up");
  }

  @Test
  void everyAgeInTheStatus_isRight_howeverTheWallClockIsSet() throws Exception {
    try (ServerSocket canary = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        TestServer server = start(canary.getLocalPort())) {
      server.control(ControlRequest.of("drain").with("reason", "kernel").with("if-last", "go"));
      clocks.passes(Duration.ofHours(1)); // All stages of the drain are over.
      await().atMost(Duration.ofSeconds(30)).until(() -> isSettled(server.status()));
      Map<String, Long> before = ages(server.status());
      assertThat(before)
          .containsOnlyKeys(
              "uptime",
              "/announcements/images",
              "/announcements/images/drain",
              "/checker/canaries/0",
              "/clusters/0",
              "/configuration",
              "/configuration/lastLoad",
              "/configuration/stored/0",
              "/endpoints/0");
      clocks.passes(Duration.ofMinutes(40));
      for (int hours : new int[] {0, -5, 10}) {
        clocks.wallJumps(Duration.ofHours(hours));
        Map<String, Long> after = ages(server.status());
        after.replaceAll((path, seconds) -> seconds - before.getOrDefault(path, 0L));
        assertThat(after).as("%d hours", hours).containsOnlyKeys(before.keySet());
        assertThat(after.values())
            .as("%d hours: %s", hours, after)
            .allSatisfy(grown -> assertThat(grown).isBetween(2400L, 2430L));
      }
    }
  }

  @Test
  void reload_takesAsLongAsItTakes_andWhatWentCountsForTenMinutesOfTheOtherClock()
      throws Exception {
    try (ServerSocket canary = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        TestServer server = start(canary.getLocalPort())) {
      Files.delete(folder.resolve("zones/a.example.yaml"));
      assertThat(server.control(RELOAD).path("reloaded").asBoolean()).isTrue();
      Files.delete(folder.resolve("zones/b.example.yaml"));
      for (int hours : new int[] {5, -10}) {
        clocks.wallJumps(Duration.ofHours(hours));
        assertThat(server.control(RELOAD).path("reason").asString())
            .startsWith("would remove 1 of 2 zones: b.example., after 1 within 10 minutes; ");
        JsonNode running = server.control(ControlRequest.of("running"));
        assertThat(running.path("lastRemovalAgeSeconds").asLong()).isBetween(0L, 30L);
      }
      clocks.passes(Duration.ofMinutes(11));
      JsonNode report = server.control(RELOAD);
      assertThat(report.path("reloaded").asBoolean()).isTrue();
      assertThat(report.path("milliseconds").asLong()).isBetween(0L, 30_000L);
    }
  }

  /**
   * What a file remembers was as long before the start as the wall clock says then, or just now.
   */
  @Test
  void restart_agesWhatIsStoredByTheWallClockOfTheStart_andCountsOn() throws Exception {
    try (ServerSocket canary = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
      start(canary.getLocalPort()).close();
      clocks.passes(Duration.ofMinutes(20));
      try (TestServer server = again()) {
        clocks.wallJumps(Duration.ofHours(-5));
        clocks.passes(Duration.ofMinutes(5));
        assertThat(storedAge(server)).isEqualTo(25);
      }
      try (TestServer server = again()) {
        clocks.passes(Duration.ofMinutes(5));
        clocks.wallJumps(Duration.ofHours(5));
        assertThat(storedAge(server)).isEqualTo(5);
      }
    }
  }

  private static long storedAge(TestServer server) throws IOException {
    return server.status().at("/configuration/stored/0/ageSeconds").asLong() / 60;
  }
}
