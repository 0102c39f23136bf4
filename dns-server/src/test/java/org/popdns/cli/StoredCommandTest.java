package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.TestServer;
import org.popdns.state.store.ConfigurationStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The stored configurations: {@code popdns stored}, and a start from one of them. */
class StoredCommandTest {

  private static final String ZONE =
      """
      '':
        - {type: SOA, mname: ns1.example.net., rname: hostmaster.example.com., serial: 1}
        - {type: NS, value: ns1.example.net.}
      www: {type: A, value: 192.0.2.%d}
      """;

  @TempDir private Path folder;
  private Path file;
  private Path state;

  /** Made by JUnit, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  StoredCommandTest() {}

  @BeforeEach
  void threeConfigurations() throws IOException, InterruptedException {
    state = folder.resolve("state");
    file =
        TestServer.write(
            folder,
            Optional.empty(),
            Optional.empty(),
            Map.of("example.com.yaml", ZONE.formatted(1)));
    try (TestServer server = TestServer.start(file, Optional.of(store()))) {
      for (int i = 2; i < 4; i++) {
        push(ZONE.formatted(i) + "n: {type: TXT, value: x}\n");
        assertThat(server.control(ControlRequest.of("reload")).path("reloaded").asBoolean())
            .isTrue();
      }
    }
  }

  @Test
  void stored_areListed_theLatestFirst() {
    CommandRun run = stored();

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().replaceAll("20[-0-9]+T[:.0-9]+Z", "TIME").replaceAll(" +", " "))
        .isEqualTo(
            """
            NUMBER STORED AT ZONES RRSETS
            3 TIME 1 4
            2 TIME 1 4
            1 TIME 1 3
            """);
  }

  @Test
  void stored_asJson() throws IOException {
    JsonNode list = new JsonMapper().readTree(stored("-o", "json").out());

    assertThat(list).hasSize(3);
    assertThat(list.path(2).path("number").asLong()).isEqualTo(1);
    assertThat(list.path(2).path("zones").asInt()).isEqualTo(1);
    assertThat(list.path(2).path("recordSets").asInt()).isEqualTo(3);
    assertThat(list.path(2).path("at").asString())
        .isEqualTo(store().list(50).getLast().storedAt().toString());
  }

  @Test
  void damagedOne_isNamed_andTheOthersAreListed() throws IOException {
    Path damaged = store().place().resolve("2.config");
    Files.writeString(damaged, "nonsense nonsense");

    CommandRun run = stored();

    assertThat(run.exitCode()).isOne();
    assertThat(run.out().lines()).hasSize(3);
    assertThat(run.err())
        .isEqualTo("popdns: error: " + damaged + " is damaged: its checksum is wrong\n");
  }

  @Test
  void nothingStored_isSaid() {
    state = folder.resolve("elsewhere");

    assertThat(stored())
        .isEqualTo(
            new CommandRun(1, "", "popdns: error: nothing is stored in " + store().place() + "\n"));
  }

  @Test
  void chosenOne_isServedInPlaceOfTheFiles_andAReloadTakesTheFiles()
      throws IOException, InterruptedException {
    push("nonsense");
    try (TestServer server = TestServer.startStored(file, store(), 2)) {
      assertThat(address(server)).isEqualTo("192.0.2.2");
      JsonNode configuration = server.status().path("configuration");
      assertThat(configuration.path("servedFrom").asString()).isEqualTo("stored");
      assertThat(configuration.path("storedNumber").asInt()).isEqualTo(2);
      assertThat(configuration.path("lastLoad").path("failure").asString())
          .isEqualTo("not read: the stored configuration 2 was asked for");
      assertThat(server.metric("popdns_config_stored_served")).isEqualTo(1);
      assertThat(CommandRun.of("status", "--socket", socket()).out())
          .contains("THE FILES ARE NOT SERVED, but the stored configuration 2\n");

      // What runs is the chosen one, not the latest.
      push(ZONE.formatted(3) + "n: {type: TXT, value: x}\n");
      assertThat(running().out())
          .isEqualTo("- www.example.com. 3600 A 192.0.2.2\n+ www.example.com. 3600 A 192.0.2.3\n");

      assertThat(server.control(ControlRequest.of("reload")).path("reloaded").asBoolean()).isTrue();
      assertThat(address(server)).isEqualTo("192.0.2.3");
      assertThat(server.status().path("configuration").has("storedNumber")).isFalse();
      assertThat(running()).isEqualTo(new CommandRun(0, "", ""));
    }
  }

  private CommandRun running() {
    return CommandRun.of("diff", "--running", file.toString(), "--socket", socket());
  }

  @Test
  void serve_ofANumberThatIsNotStored_isRefused() {
    assertThat(serve("--stored", "7"))
        .isEqualTo(
            new CommandRun(
                1,
                "",
                "popdns: error: no configuration 7 is stored in "
                    + store().place()
                    + "; 'popdns stored' lists them\n"));
  }

  @Test
  void serve_ofAnotherSite_isRefused() {
    assertThat(serve("--site", "north", "--stored", "2"))
        .isEqualTo(
            new CommandRun(
                1,
                "",
                "popdns: error: the stored configuration is of site (none), not of north\n"));
  }

  private CommandRun stored(String... more) {
    return run("stored", more);
  }

  private CommandRun serve(String... more) {
    return run("serve", more);
  }

  private CommandRun run(String command, String... more) {
    String[] arguments = {command, "--config", file.toString(), "--state", state.toString()};
    return CommandRun.of(Stream.of(arguments, more).flatMap(Arrays::stream).toArray(String[]::new));
  }

  private ConfigurationStore store() {
    return new ConfigurationStore(state, file);
  }

  private String socket() {
    return folder.resolve("control.sock").toString();
  }

  private void push(String zone) throws IOException {
    Files.writeString(folder.resolve("zones/example.com.yaml"), zone);
  }

  private static String address(TestServer server) throws IOException {
    String record = server.client().udp(QueryBytes.of("www.example.com.", 1)).answers().getFirst();
    return record.substring(record.lastIndexOf(' ') + 1);
  }
}
