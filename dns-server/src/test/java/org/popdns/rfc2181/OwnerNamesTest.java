package org.popdns.rfc2181;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.popdns.harness.ServesZone;
import org.popdns.record.RecordType;

final class OwnerNamesTest extends ServesZone {

  OwnerNamesTest() {
    super(
        Map.of(
            "example.com.zone",
            """
            $ORIGIN example.com.
            $TTL 300
            @       IN SOA ns1 hostmaster 1 7200 900 1209600 300
            @       IN NS  ns1
            ns1     IN A   192.0.2.53
            Www     IN TXT one
            wWw     IN TXT two
            www     IN TXT one
            \\255\\000b IN TXT bytes
            a\\.b   IN TXT dot
            cut     IN NS  Ns.cut
            cut     IN NS  ns.CUT
            ns.cut  IN A   192.0.2.54
            svc     IN SRV 0 0 80 Ns1
            svc     IN SRV 0 0 80 ns1
            txt     IN TXT A
            txt     IN TXT a
            """));
  }

  // §5, RFC 4343 §3: names that differ only in case are one, and equal records are one record.
  @Test
  void ownersThatDifferInCase_areOneSet() {
    assertThat(ask("WWW.example.com.", RecordType.TXT).answers())
        .containsExactlyInAnyOrder("WWW.example.com. 300 TXT one", "WWW.example.com. 300 TXT two");
  }

  // §5, RFC 4034 §6.2: so are records whose names differ only in case; text is another matter.
  @Test
  void recordsThatDifferInTheCaseOfTheirNames_areOneRecord() {
    assertThat(ask("cut.example.com.", RecordType.NS).authorities())
        .containsExactly("cut.example.com. 300 NS Ns.cut.example.com.");
    assertThat(ask("svc.example.com.", RecordType.SRV).answers())
        .containsExactly("svc.example.com. 300 SRV 0 0 80 Ns1.example.com.");
    assertThat(ask("txt.example.com.", RecordType.TXT).answers()).hasSize(2);
  }

  // §11: a label may hold any byte.
  @Test
  void label_mayHoldAnyByte() {
    assertThat(ask("\\255\\000b.example.com.", RecordType.TXT).answers())
        .containsExactly("\\255\\000b.example.com. 300 TXT bytes");
    assertThat(ask("a\\.b.example.com.", RecordType.TXT).answers())
        .containsExactly("a\\.b.example.com. 300 TXT dot");
    assertThat(ask("a.b.example.com.", RecordType.TXT).rcode()).isEqualTo("NXDOMAIN");
  }
}
