package org.popdns.rfc2181;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.harness.Decoded;
import org.popdns.harness.DnsClient;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.ServesExample;
import org.popdns.harness.TestServer;

final class RecordSetsTest extends ServesExample {

  // §5: a set is answered whole, in an order of no meaning.
  @Test
  void set_isWhole_andRotatesEvenly() throws IOException {
    Map<String, Integer> first = new TreeMap<>();
    try (DatagramSocket socket = client().connect()) {
      for (int i = 0; i < 300; i++) {
        Decoded decoded =
            Decoded.of(DnsClient.exchange(socket, QueryBytes.of("rr.example.com.", 1).bytes()));
        assertThat(Set.copyOf(decoded.answers()))
            .containsExactlyInAnyOrder(
                "rr.example.com. 60 A 192.0.2.1",
                "rr.example.com. 60 A 192.0.2.2",
                "rr.example.com. 60 A 192.0.2.3");
        first.merge(decoded.answers().getFirst(), 1, Integer::sum);
      }
    }
    assertThat(first.values()).containsExactly(100, 100, 100);
  }

  // §9: TC only where a needed set does not fit; then the client asks over TCP.
  @Test
  void set_thatDoesNotFit_isTruncated_andWholeOverTcp(@TempDir Path folder) throws IOException {
    StringBuilder zone =
        new StringBuilder("$ORIGIN big.test.\n@ 60 IN SOA ns h 1 7200 900 1209600 300\n");
    zone.append("@ 60 IN NS ns\nns 60 IN A 192.0.2.53\n");
    for (int i = 0; i < 250; i++) {
      zone.append("t 60 IN TXT \"%03d%s\"%n".formatted(i, "x".repeat(200)));
    }
    try (TestServer big = TestServer.of(folder, Map.of("big.test.zone", zone.toString()))) {
      Decoded udp = big.client().udp(QueryBytes.of("t.big.test.", 16).opt(1232));
      assertThat(udp.flags()).isEqualTo("qr aa tc");
      assertThat(udp.answers()).isEmpty();
      Decoded tcp = big.client().tcp(QueryBytes.of("t.big.test.", 16).opt(1232));
      assertThat(tcp.flags()).isEqualTo("qr aa");
      assertThat(tcp.answers()).hasSize(250);
      assertThat(big.metric("popdns_dns_truncated_total{family=\"ipv4\",proto=\"udp\"}"))
          .isEqualTo(1);
    }
  }
}
