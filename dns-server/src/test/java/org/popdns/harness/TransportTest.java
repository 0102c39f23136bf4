package org.popdns.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server of the tests answers by the transport that the build asks for. */
final class TransportTest {

  @TempDir private Path folder;

  @Test
  void udp_isWhatTheEnvironmentSays() {
    String zone = "'': {type: NS, value: ns.example.net.}\n";
    String wanted = Optional.ofNullable(System.getenv("POPDNS_UDP")).orElse("recvmmsg");
    try (TestServer server = TestServer.of(folder, Map.of("example.com.yaml", zone))) {
      assertThat(server.page("/metrics").body())
          .contains("popdns_udp_workers{transport=\"" + wanted);
    }
  }
}
