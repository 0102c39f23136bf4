package org.popdns.rfc1034;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.popdns.harness.Decoded;
import org.popdns.harness.ServesZone;
import org.popdns.record.RecordType;

/** A zone and one below it on the same server: each answers for itself (§4.2, §4.3.2). */
final class NestedZonesTest extends ServesZone {

  private static final int DS = RecordType.DS;

  NestedZonesTest() {
    super(
        Map.of(
            "example.com.zone",
            """
            $ORIGIN example.com.
            $TTL 300
            @       IN SOA ns1 hostmaster 1 7200 900 1209600 300
            @       IN NS  ns1
            ns1     IN A   192.0.2.53
            child   IN NS  ns1
            child   IN DS  12345 13 2 %s
            www.child IN A 192.0.2.1
            """
                .formatted("ab".repeat(32)),
            "child.example.com.zone",
            """
            $ORIGIN child.example.com.
            $TTL 300
            @       IN SOA ns1.example.com. hostmaster 7 7200 900 1209600 300
            @       IN NS  ns1.example.com.
            www     IN A   192.0.2.2
            """));
  }

  @Test
  void nameInBothZones_isAnsweredFromTheLowerOne() {
    assertThat(ask("www.child.example.com.", RecordType.A).answers())
        .containsExactly("www.child.example.com. 300 A 192.0.2.2");
    Decoded missing = ask("nx.child.example.com.", RecordType.A);
    assertThat(missing.rcode()).isEqualTo("NXDOMAIN");
    assertThat(missing.authorities())
        .containsExactly(
            "child.example.com. 300 SOA ns1.example.com. hostmaster.child.example.com. 7 7200 900"
                + " 1209600 300");
  }

  @Test
  void nameserversAtTheCut_areTheLowerZonesOwn() {
    Decoded decoded = ask("child.example.com.", RecordType.NS);
    assertThat(decoded.flags()).isEqualTo("qr aa");
    assertThat(decoded.answers()).containsExactly("child.example.com. 300 NS ns1.example.com.");
  }

  // RFC 4035 §3.1.4.1
  @Test
  void dsAtTheCut_isAnsweredFromTheUpperZone() {
    assertThat(ask("child.example.com.", DS).answers()).hasSize(1);
    assertThat(ask("example.com.", DS).authorities())
        .as("the zone above it is not served here: its own denial")
        .hasSize(1);
  }
}
