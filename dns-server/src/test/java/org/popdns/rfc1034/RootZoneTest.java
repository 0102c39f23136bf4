package org.popdns.rfc1034;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.TestServer;
import org.popdns.record.RecordType;

final class RootZoneTest {

  @Test
  void rootZone_isServedLikeAnyOther(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path file = TestServer.write(folder, Optional.empty(), Optional.empty(), Map.of());
    Files.writeString(
        folder.resolve("zones/root"),
        """
        $TTL 300
        .       IN SOA ns.test. hostmaster.test. 1 7200 900 1209600 300
        .       IN NS  ns.test.
        ns.test. IN A  192.0.2.53
        org.    IN NS  ns.org.
        ns.org. IN A   192.0.2.54
        *.wild. IN TXT any
        """);
    Files.writeString(
        file,
        Files.readString(file).replace("zones: zones/", "zones: [{origin: ., file: zones/root}]"));
    try (TestServer server = TestServer.start(file, Optional.empty())) {
      Decoded apex = server.client().udp(QueryBytes.of(".", RecordType.NS));
      assertThat(apex.flags()).isEqualTo("qr aa");
      assertThat(apex.answers()).containsExactly(". 300 NS ns.test.");
      assertThat(apex.additionals()).containsExactly("ns.test. 300 A 192.0.2.53");
      Decoded missing = server.client().udp(QueryBytes.of("nx.", RecordType.A));
      assertThat(missing.rcode()).isEqualTo("NXDOMAIN");
      assertThat(missing.authorities()).hasSize(1);
      Decoded referral = server.client().udp(QueryBytes.of("www.example.org.", RecordType.A));
      assertThat(referral.flags()).isEqualTo("qr");
      assertThat(referral.authorities()).containsExactly("org. 300 NS ns.org.");
      assertThat(server.client().udp(QueryBytes.of("a.b.wild.", RecordType.TXT)).answers())
          .containsExactly("a.b.wild. 300 TXT any");
    }
  }
}
