package org.popdns.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.harness.DnsClient;
import org.popdns.harness.ExampleZone;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.TestServer;

/** Wildcard addresses: a client hears its answer from the address that it asked. */
final class WildcardListenTest {

  @TempDir private Path folder;

  private TestServer start(String listen) throws Exception {
    Path file = TestServer.write(folder, Optional.empty(), Optional.empty(), ExampleZone.FILES);
    Files.writeString(file, Files.readString(file).replace("127.0.0.1:0\"]", listen + "\"]"));
    return TestServer.start(file, Optional.empty());
  }

  /** Its sockets are connected: what comes from any other address is not heard. */
  private static void answers(String asked, int port) throws Exception {
    DnsClient client = new DnsClient(new InetSocketAddress(InetAddress.ofLiteral(asked), port));
    assertThat(client.udp(QueryBytes.of("www.example.com.", 1)).answers())
        .containsExactly("www.example.com. 300 A 192.0.2.80");
    assertThat(client.tcp(QueryBytes.of("www.example.com.", 1)).answers())
        .containsExactly("www.example.com. 300 A 192.0.2.80");
  }

  @Test
  void ipv4Wildcard_answersFromEachAddress() throws Exception {
    try (TestServer server = start("0.0.0.0:0")) {
      for (String asked : new String[] {"127.0.0.1", "127.0.0.2", "127.0.0.3"}) {
        answers(asked, server.address().getPort());
      }
      assertThat(server.page("/livez").statusCode()).isEqualTo(200);
      assertThat(server.metric("popdns_dns_dropped_total{reason=\"receive-buffer\"}")).isZero();
    }
  }

  @Test
  void ipv6Wildcard_answersFromEachAddress() throws Exception {
    try (TestServer server = start("[::]:0")) {
      answers("::1", server.address().getPort());
      assertThat(server.page("/livez").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void wildcardsOfBothFamilies_shareAPort() throws Exception {
    int port;
    try (TestServer server = start("0.0.0.0:0")) {
      port = server.address().getPort();
    }
    String both = "0.0.0.0:%1$d\", \"[::]:%1$d".formatted(port);
    try (TestServer server = start(both)) {
      answers("127.0.0.2", port);
      answers("::1", port);
      assertThat(server.page("/livez").statusCode()).isEqualTo(200);
    }
  }
}
