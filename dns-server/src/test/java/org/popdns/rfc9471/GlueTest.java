package org.popdns.rfc9471;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.ServesZone;
import org.popdns.record.RecordType;

final class GlueTest extends ServesZone {

  GlueTest() {
    super(
        Map.of(
            "example.com.zone",
            """
            $ORIGIN example.com.
            $TTL 300
            @       IN SOA ns1 hostmaster 1 7200 900 1209600 300
            @       IN NS  ns1
            ns1     IN A   192.0.2.53
            sub     IN NS  ns.sub
            sub     IN NS  ns.sibling
            sub     IN NS  ns.example.net.
            ns.sub  IN A   192.0.2.1
            ns.sub  IN AAAA 2001:db8::1
            sibling IN NS  ns.sibling
            ns.sibling IN A 192.0.2.2
            self    IN NS  self
            self    IN A   192.0.2.3
            occluded.sub IN TXT "hidden"
            signed  IN NS  ns1
            signed  IN DS  12345 13 2 %s
            big     IN NS  %s
            %s
            """
                .formatted(
                    "ab".repeat(32),
                    "n00.big\n"
                        + IntStream.range(1, 13)
                            .mapToObj("big IN NS n%02d.big%n"::formatted)
                            .collect(Collectors.joining()),
                    IntStream.range(0, 13)
                        .mapToObj("n%1$02d.big IN AAAA 2001:db8::%1$d%n"::formatted)
                        .collect(Collectors.joining()))));
  }

  // §3.1: glue of the delegated zone, and of a sibling; none of other zones.
  @Test
  void referral_hasItsGlue() {
    Decoded decoded = ask("www.sub.example.com.", RecordType.A);
    assertThat(decoded.flags()).isEqualTo("qr");
    assertThat(decoded.answers()).isEmpty();
    assertThat(decoded.authorities()).hasSize(3);
    assertThat(decoded.additionals())
        .containsExactlyInAnyOrder(
            "ns.sub.example.com. 300 A 192.0.2.1",
            "ns.sub.example.com. 300 AAAA 2001:db8:0:0:0:0:0:1",
            "ns.sibling.example.com. 300 A 192.0.2.2");
  }

  @Test
  void delegationPoint_mayBeItsOwnNameserver_andIsNoAnswer() {
    Decoded decoded = ask("self.example.com.", RecordType.A);
    assertThat(decoded.flags()).isEqualTo("qr");
    assertThat(decoded.answers()).isEmpty();
    assertThat(decoded.additionals()).containsExactly("self.example.com. 300 A 192.0.2.3");
  }

  // RFC 1034 §4.3.2 step 3b: nothing at or below a cut is an answer.
  @Test
  void occludedName_isReferred() {
    Decoded decoded = ask("occluded.sub.example.com.", RecordType.TXT);
    assertThat(decoded.flags()).isEqualTo("qr");
    assertThat(decoded.answers()).isEmpty();
    assertThat(decoded.authorities()).hasSize(3);
  }

  // RFC 4035 §3.1.4.1
  @Test
  void dsAtTheCut_isAnAnswer_andBelowItIsReferred() {
    Decoded decoded = ask("signed.example.com.", RecordType.DS);
    assertThat(decoded.flags()).isEqualTo("qr aa");
    assertThat(decoded.answers()).hasSize(1);
    assertThat(ask("x.signed.example.com.", RecordType.DS).flags()).isEqualTo("qr");
    assertThat(ask("x.signed.example.com.", RecordType.DS).answers()).isEmpty();
  }

  // §3.1: glue that does not fit is not left out in silence.
  @Test
  void glueThatDoesNotFit_setsTc() throws IOException {
    Decoded small = askPlain("www.big.example.com.", RecordType.A);
    assertThat(small.truncated()).isTrue();
    assertThat(small.lengthBytes()).isLessThanOrEqualTo(512);
    Decoded large = ask("www.big.example.com.", RecordType.A);
    assertThat(large.truncated()).isFalse();
    assertThat(large.additionals()).hasSize(13);
    Decoded overTcp = client().tcp(QueryBytes.of("www.big.example.com.", RecordType.A));
    assertThat(overTcp.additionals()).hasSize(13);
  }
}
