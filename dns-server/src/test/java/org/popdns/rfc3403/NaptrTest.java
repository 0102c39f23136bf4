package org.popdns.rfc3403;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.popdns.harness.ServesZone;
import org.popdns.record.RecordType;

final class NaptrTest extends ServesZone {

  NaptrTest() {
    super(
        Map.of(
            "example.com.zone",
            """
            $ORIGIN example.com.
            $TTL 300
            @       IN SOA ns1 hostmaster 1 7200 900 1209600 300
            @       IN NS  ns1
            ns1     IN A   192.0.2.53
            sip     IN NAPTR 10 10 "S" "SIP+D2U" "" _sip._udp
            host    IN NAPTR 10 10 "a" "SIP+D2U" "" ns1
            uri     IN NAPTR 10 10 "U" "E2U+sip" "!^.*$!sip:info@example.com!" .
            on      IN NAPTR 10 10 "" "E2U" "" ns1
            away    IN NAPTR 10 10 "S" "SIP+D2U" "" _sip._udp.example.net.
            _sip._udp IN SRV 0 0 5060 ns1
            """));
  }

  // §4.1, RFC 3404 §4.3
  @Test
  void terminalRecord_bringsWhatItsFlagNames() {
    assertThat(ask("sip.example.com.", RecordType.NAPTR).additionals())
        .containsExactly(
            "_sip._udp.example.com. 300 SRV 0 0 5060 ns1.example.com.",
            "ns1.example.com. 300 A 192.0.2.53");
    assertThat(ask("host.example.com.", RecordType.NAPTR).additionals())
        .containsExactly("ns1.example.com. 300 A 192.0.2.53");
  }

  @Test
  void otherRecords_bringNothing() {
    for (String name : new String[] {"uri", "on", "away"}) {
      assertThat(ask(name + ".example.com.", RecordType.NAPTR).answers()).hasSize(1);
      assertThat(ask(name + ".example.com.", RecordType.NAPTR).additionals()).isEmpty();
    }
  }
}
