package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.harness.TestServer;
import org.popdns.state.store.ConfigurationStore;

/** What {@code popdns diff --running} prints and returns. */
class DiffRunningTest {

  private static final String ZONE =
      """
      '':
        - {type: SOA, mname: ns1.example.net., rname: hostmaster.example.com., serial: 1}
        - {type: NS, value: ns1.example.net.}
      ftp: {type: A, value: 192.0.2.1}
      www: {type: A, value: 192.0.2.1}
      """;

  @TempDir private Path folder;
  private Path file;
  private Path zone;

  /** Made by JUnit, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  DiffRunningTest() {}

  @BeforeEach
  void writeFiles() throws IOException {
    file =
        TestServer.write(
            folder, Optional.empty(), Optional.empty(), Map.of("example.com.yaml", ZONE));
    zone = folder.resolve("zones/example.com.yaml");
  }

  @Test
  void filesThatAreServed_areTheSame() throws IOException, InterruptedException {
    try (TestServer server = server()) {
      assertThat(server.workers()).isPositive();
      assertThat(running()).isEqualTo(new CommandRun(0, "", ""));
    }
  }

  @Test
  void filesThatChanged_areShown_untilTheyAreReloaded() throws IOException, InterruptedException {
    try (TestServer server = server()) {
      Files.writeString(zone, ZONE.replace("www: {type: A", "www: {ttl: 60, type: A"));
      assertThat(running())
          .isEqualTo(new CommandRun(1, "~ www.example.com. A: TTL 3600 -> 60\n", ""));
      server.control(ControlRequest.of("reload"));
      assertThat(running()).isEqualTo(new CommandRun(0, "", ""));
    }
  }

  @Test
  void filesThatAReloadRefuses_areShownWithTheReason() throws IOException, InterruptedException {
    try (TestServer server = server()) {
      assertThat(server.workers()).isPositive();
      Files.writeString(zone, ZONE.lines().limit(3).reduce("", (a, b) -> a + b + "\n"));
      assertThat(running())
          .isEqualTo(
              new CommandRun(
                  1,
                  """
                  - ftp.example.com. 3600 A 192.0.2.1
                  - www.example.com. 3600 A 192.0.2.1
                  ! a reload would be refused: would remove 2 of 3 names: ftp.example.com., \
                  www.example.com., more than max-removed, 50%; if that is meant: \
                  popdns reload --allow-removal
                  """,
                  ""));
      assertThat(running("-o", "json").out()).contains("\"refusal\" : \"would remove 2 of 3 names");
    }
  }

  @Test
  void afterARestartWithBrokenFiles_whatIsStoredIsCompared()
      throws IOException, InterruptedException {
    try (TestServer server = server()) {
      assertThat(server.workers()).isPositive();
    }
    Files.writeString(zone, "nonsense");
    try (TestServer server = server()) {
      assertThat(server.workers()).isPositive();
      CommandRun broken = running();
      assertThat(broken.exitCode()).isEqualTo(2);
      assertThat(broken.err()).contains("example.com.yaml:1:1: error: ");
      Files.writeString(zone, ZONE.replace("192.0.2.1", "192.0.2.2"));
      assertThat(running().out()).contains("- ftp.example.com. 3600 A 192.0.2.1\n");
    }
  }

  @Test
  void serverWithoutAStore_saysSo() throws IOException, InterruptedException {
    try (TestServer server = TestServer.start(file, Optional.empty())) {
      assertThat(server.workers()).isPositive();
      assertThat(running())
          .isEqualTo(
              new CommandRun(
                  2,
                  "",
                  "popdns: error: this server stores no configuration, so there is nothing to"
                      + " compare with\n"));
    }
  }

  @Test
  void noServer_isTrouble() {
    CommandRun run = running();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("popdns is not running");
  }

  @Test
  void wrongNumberOfFiles_isWrongUsage() {
    CommandRun two = CommandRun.of("diff", "--running", file.toString(), file.toString());
    assertThat(two.exitCode()).isEqualTo(2);
    assertThat(two.err()).contains("--running compares with one configuration, not with two");
    CommandRun one = CommandRun.of("diff", file.toString());
    assertThat(one.exitCode()).isEqualTo(2);
    assertThat(one.err()).contains("which two? OLD and NEW, or --running and NEW");
  }

  private TestServer server() throws IOException, InterruptedException {
    ConfigurationStore store = new ConfigurationStore(folder.resolve("state"), file);
    return TestServer.start(file, Optional.of(store));
  }

  private CommandRun running(String... more) {
    String[] arguments = {
      "diff", "--running", file.toString(), "--socket", folder.resolve("control.sock").toString()
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return CommandRun.of(all);
  }
}
