package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.TestServer;

/** What {@code popdns reload} prints of a server that all clients asked for one steered name. */
final class ReloadCommandTest {

  private static final String ZONE =
      """
      '': {type: NS, value: ns.example.net.}
      www:
        type: A
        value: 192.0.2.250
        dynamic:
          pools:
            one: {values: [{value: 192.0.2.11, status: up}]}
            two: {values: [{value: 192.0.2.12, status: up}]}
          rules:
            - {subnets: [203.0.113.1/32], pool: one}
            - {subnets: [203.0.113.2/32], pool: two}
            - {pool: one}
      """;

  @TempDir private Path folder;

  /** Made by JUnit; the field is set before each test. */
  @SuppressWarnings("NullAway.Init")
  ReloadCommandTest() {}

  private CommandRun reload(String... options) {
    String[] words = new String[options.length + 3];
    words[0] = "reload";
    words[1] = "--socket";
    words[2] = folder.resolve("control.sock").toString();
    System.arraycopy(options, 0, words, 3, options.length);
    return CommandRun.of(words);
  }

  private void changeRule() throws IOException {
    Files.writeString(
        folder.resolve("zones/example.com.yaml"), ZONE.replace("- {pool: one}", "- {pool: two}"));
  }

  private TestServer server() throws IOException, InterruptedException {
    Path main =
        TestServer.write(
            folder, Optional.empty(), Optional.empty(), Map.of("example.com.yaml", ZONE));
    return TestServer.start(main, Optional.empty());
  }

  @Test
  void dryRun_withoutQueries_tellsRegionsAndThatNothingIsKnownOfQueries()
      throws IOException, InterruptedException {
    try (TestServer server = server()) {
      assertThat(server.workers()).isPositive();
      changeRule();
      assertThat(reload("--dry-run"))
          .isEqualTo(
              new CommandRun(
                  0,
                  """
                  a reload would change 1 of 1 zones
                  for clients, by the health of now:
                  ~ www.example.com. A for everybody: pool one: 192.0.2.11 -> pool two: 192.0.2.12
                  for queries: only 0 are sampled, too few to tell
                  """,
                  ""));
    }
  }

  @Test
  void change_isTold_limited_andServedWhenItIsMeant() throws IOException, InterruptedException {
    try (TestServer server = server()) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                for (int i = 0; i < 20; i++) {
                  server.client().udp(QueryBytes.of("www.example.com.", 1));
                }
                return server.metric("popdns_sample_queries") >= 60;
              });
      changeRule();
      CommandRun told = reload("--dry-run", "--max-change", "20%");
      assertThat(told.exitCode()).isEqualTo(1);
      assertThat(told.err()).isEmpty();
      assertThat(told.out())
          .matches(
              """
              a reload would change 1 of 1 zones
              for clients, by the health of now:
              ~ www.example.com. A for everybody: pool one: 192.0.2.11 -> pool two: 192.0.2.12
              for queries: 100.0 % of [0-9]+ sampled queries of the last [0-9]+ s get other addresses or records \\(9[0-9.]+ % to 100.0 % in 95 of 100 samples\\)
                100.0 % name www.example.com. A
                100.0 % clients everybody
                100.0 % network 127.0.0.0/24
              ! a reload would be refused: 100.0 % of .* more than max-change, 20%; if that is meant: popdns reload --max-change 100%
              """);
      CommandRun refused = reload("--max-change", "20%");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err())
          .startsWith("popdns: error: not reloaded, the server goes on as before: 100.0 % of ");
      CommandRun json = reload("--dry-run", "-o", "json");
      assertThat(json.exitCode()).isZero();
      assertThat(json.out()).contains("\"moved\" : 1.0");
      CommandRun served = reload("--max-change", "100%");
      assertThat(served.exitCode()).isZero();
      assertThat(served.out()).contains("sampled queries of the last");
    }
  }

  @Test
  void share_isAPercentage() {
    assertThat(reload("--max-change", "0.2").exitCode()).isEqualTo(2);
    assertThat(reload("--max-change", "101%").err()).contains("'101%' is no share such as 20%");
  }
}
