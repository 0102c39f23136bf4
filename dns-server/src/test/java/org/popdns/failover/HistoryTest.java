package org.popdns.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.demo.ImageHost;
import org.popdns.demo.ImageServers;
import org.popdns.events.EventJson;
import org.popdns.events.EventText;
import org.popdns.harness.TestServer;
import org.popdns.harness.TwoSites;

/** What somebody reads in the history the next morning, of a whole nameserver on loopback. */
final class HistoryTest {

  @TempDir private Path folder;

  /** Made by JUnit, which fills the field. */
  @SuppressWarnings("NullAway.Init")
  HistoryTest() {}

  private static List<String> history(TestServer server) {
    List<String> lines = new ArrayList<>();
    server
        .control(ControlRequest.of("history"))
        .forEach(
            event ->
                lines.add(
                    EventText.history(EventJson.read(event))
                        .replaceFirst("^[^ ]+Z ", "")
                        .replaceFirst("popdns [^ ]+,", "popdns VERSION,")
                        .replaceFirst("took [0-9]+ ms", "took N ms")));
    return lines;
  }

  private static void awaitLast(TestServer server, String line) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(history(server)).endsWith(line));
  }

  @Test
  void serverThatDies_andFilesThatAreWrong_areTold() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("0.0.0.0", 0));
      port = socket.getLocalPort();
    }
    List<ImageHost> hosts = new ArrayList<>(ImageHost.ofSite(0, 1, port));
    hosts.addAll(ImageHost.ofSite(1, 1, port));
    try (ImageServers images = ImageServers.open(hosts);
        TestServer server =
            TestServer.of(
                folder,
                "san-jose",
                TwoSites.clusters(port),
                Map.of("example.com.yaml", TwoSites.ZONE))) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  server
                      .status()
                      .path("endpoints")
                      .valueStream()
                      .allMatch(endpoint -> endpoint.path("status").asString().equals("up")));
      int before = history(server).size();

      images.stop(images.hosts().getFirst().name());
      awaitLast(
          server,
          "cluster images is answered from japan (fallback): this site is below its minimum, the"
              + " fallback site is not; 0 of 1 hosts of this site are healthy, 1 needed");
      images.start(images.hosts().getFirst().name());
      awaitLast(
          server,
          "cluster images is answered from san-jose (own-site): this site has its minimum of"
              + " healthy hosts; 1 of 1 hosts of this site are healthy, 1 needed");

      Path zone = folder.resolve("zones/example.com.yaml");
      Files.writeString(zone, TwoSites.ZONE + "www: {type: A, value: 192.0.2.1}\n");
      server.control(ControlRequest.of("reload"));
      Files.writeString(zone, TwoSites.ZONE + "www: {type: A, value: 192.0.2}\n");
      server.control(ControlRequest.of("reload"));
      List<String> lines = history(server);
      assertThat(lines).contains("server: started, popdns VERSION, configuration from the files");
      assertThat(lines.subList(before, lines.size()))
          .containsExactly(
              "endpoint images/san-jose/127.0.0.21 (check web) is down: connection refused, after 3"
                  + " failures",
              "cluster images is answered from japan (fallback): this site is below its minimum,"
                  + " the fallback site is not; 0 of 1 hosts of this site are healthy, 1 needed",
              "endpoint images/san-jose/127.0.0.21 (check web) is up: status 200, after 2"
                  + " successes",
              "cluster images is answered from san-jose (own-site): this site has its minimum of"
                  + " healthy hosts; 1 of 1 hosts of this site are healthy, 1 needed",
              "configuration: served, 1 of 1 zones changed, 2 endpoints; took N ms",
              lines.getLast());
      assertThat(lines.getLast()).startsWith("configuration: refused: " + zone).contains("192.0.2");
    }
  }
}
