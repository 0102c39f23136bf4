package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.demo.ImageHost;
import org.popdns.demo.ImageServers;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.TestServer;
import org.popdns.harness.TwoSites;
import org.popdns.record.RecordType;
import org.popdns.state.store.ConfigurationStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was answered, and is explained the next morning by the journal of the server. */
class ExplainPastTest {

  @TempDir Path folder;

  /** The folder is set before each test. */
  @SuppressWarnings("NullAway.Init")
  ExplainPastTest() {}

  /** A moment and what was answered then. */
  private record Seen(Instant at, List<String> answers) {}

  private static Seen seen(TestServer server) throws IOException {
    QueryBytes query = QueryBytes.of("images.example.com.", RecordType.A);
    return new Seen(Instant.now(), server.client().udp(query).answers());
  }

  private static void awaitAnswer(TestServer server, String address) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(seen(server).answers()).singleElement().asString().endsWith(address));
  }

  private CommandRun live(String... arguments) {
    return run(List.of("--socket", folder.resolve("control.sock").toString()), arguments);
  }

  private CommandRun offline(String... arguments) {
    return run(
        List.of(
            "--config", folder.resolve("popdns.yaml").toString(),
            "--state", folder.resolve("state").toString()),
        arguments);
  }

  private static CommandRun run(List<String> where, String... arguments) {
    return CommandRun.of(
        Stream.of(
                Stream.of("explain", "images.example.com"),
                where.stream(),
                Arrays.stream(arguments))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private static List<String> answers(CommandRun ran) {
    assertThat(ran.err()).isEmpty();
    JsonNode explained = JsonMapper.shared().readTree(ran.out());
    return explained
        .path("answer")
        .asString("")
        .lines()
        .filter(line -> line.contains("\tIN\tA\t"))
        .map(line -> line.replace("\tIN\t", " ").replace('\t', ' '))
        .toList();
  }

  @Test
  void whatWasAnswered_isExplained_byTheServerAndWithoutIt() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("0.0.0.0", 0));
      port = socket.getLocalPort();
    }
    List<ImageHost> hosts = new ArrayList<>(ImageHost.ofSite(0, 1, port));
    hosts.addAll(ImageHost.ofSite(1, 1, port));
    Path file =
        TestServer.write(
            folder,
            Optional.of("san-jose"),
            Optional.of(TwoSites.clusters(port)),
            Map.of("example.com.yaml", TwoSites.ZONE));
    ConfigurationStore store = new ConfigurationStore(folder.resolve("state"), file);
    Instant before = Instant.now();
    List<Seen> all = new ArrayList<>();
    Seen failed;
    try (ImageServers images = ImageServers.open(hosts);
        TestServer server = TestServer.start(file, Optional.of(store))) {
      awaitAnswer(server, "127.0.0.21");
      all.add(seen(server));
      images.stop(images.hosts().getFirst().name());
      awaitAnswer(server, "127.0.0.71");
      failed = seen(server);
      all.add(failed);
      images.start(images.hosts().getFirst().name());
      awaitAnswer(server, "127.0.0.21");
      all.add(seen(server));

      for (Seen one : all) {
        assertThat(answers(live("--at", one.at().toString(), "-o", "json")))
            .isEqualTo(one.answers());
      }
      assertThat(live("--at", failed.at().toString()).out())
          .startsWith(
              "images.example.com. A at site san-jose\nas at "
                  + failed.at().toString().substring(0, 20))
          .contains(
              "\n  held then: ",
              " cluster images is answered from japan (fallback): this site is below its minimum,",
              "cluster images: pool images/japan by rule fallback")
          .doesNotContain("changed since");
      assertThat(live("--at", failed.at().toString(), "--down", "japan").out())
          .contains("(no host is healthy at any site; all addresses answer)");
      assertThat(live("--at", before.toString()).err())
          .startsWith("popdns: error: the journal tells nothing of " + before + ": it begins at ");
      assertThat(
              CommandRun.of(
                      "map",
                      "images.example.com",
                      "--at",
                      failed.at().toString(),
                      "--svg",
                      folder.resolve("map.svg").toString(),
                      "--socket",
                      folder.resolve("control.sock").toString())
                  .out())
          .contains("as at ", "everybody  san-jose  japan          this site is below");

      Files.writeString(
          folder.resolve("zones/example.com.yaml"),
          TwoSites.ZONE + "www: {type: A, value: 192.0.2.1}\n");
      server.control(ControlRequest.of("reload"));
      assertThat(live("--at", failed.at().toString()).out())
          .contains(
              "\nthe configuration and the places of clients are those of now; the journal does not"
                  + " hold what they were before:\n  changed since: ",
              " configuration: served, 1 of 1 zones changed, 2 endpoints; took ");
    }
    for (Seen one : all) {
      assertThat(answers(offline("--at", one.at().toString(), "-o", "json")))
          .isEqualTo(one.answers());
    }
    Instant after = Instant.now();
    assertThat(offline("--at", after.toString()).err())
        .startsWith("popdns: error: the server did not answer at " + after + ": stopped since ");
  }

  @Test
  void journalThatIsNotThere_isNamed() throws IOException {
    TestServer.write(
        folder,
        Optional.of("san-jose"),
        Optional.of(TwoSites.clusters(9)),
        Map.of("example.com.yaml", TwoSites.ZONE));
    CommandRun ran = offline("--at", "10m");
    assertThat(ran.err())
        .startsWith("popdns: error: the journal " + folder.resolve("state"))
        .endsWith("no such file or folder\n");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void journalOfAServerThatIsAsked_isWrongUsage() {
    CommandRun ran = CommandRun.of("explain", "www.example.com", "--at", "10m", "--state", "x");
    assertThat(ran.err())
        .startsWith("--state goes with --config and --at: a running server has its journal\n");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(CommandRun.of("map", "www.example.com", "--at", "soon").err())
        .startsWith("'soon' is no time such as 2026-03-01T14:05:00Z, 14:05 or 10m\n");
  }
}
