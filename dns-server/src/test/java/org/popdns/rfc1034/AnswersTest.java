package org.popdns.rfc1034;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.popdns.harness.Decoded;
import org.popdns.harness.ExampleZone;
import org.popdns.harness.ServesExample;
import org.popdns.record.RecordType;

final class AnswersTest extends ServesExample {

  // §3.6.2
  @Test
  void cnameChain_isFollowed() {
    Decoded decoded = ask("alias2.example.com.", RecordType.A);
    assertThat(decoded.flags()).isEqualTo("qr aa");
    assertThat(decoded.answers())
        .containsExactly(
            "alias2.example.com. 600 CNAME alias.example.com.",
            "alias.example.com. 600 CNAME www.example.com.",
            "www.example.com. 300 A 192.0.2.80");
  }

  @Test
  void cname_askedForItself_isNotFollowed() {
    assertThat(ask("alias2.example.com.", RecordType.CNAME).answers())
        .containsExactly("alias2.example.com. 600 CNAME alias.example.com.");
  }

  @Test
  void cname_outOfTheZone_endsThere() {
    Decoded decoded = ask("away.example.com.", RecordType.A);
    assertThat(decoded.rcode()).isEqualTo("NOERROR");
    assertThat(decoded.answers()).containsExactly("away.example.com. 600 CNAME www.example.net.");
    assertThat(decoded.authorities()).isEmpty();
  }

  @Test
  void cnameLoop_isAnsweredOnceAround() {
    assertThat(ask("loop1.example.com.", RecordType.A).answers())
        .containsExactly(
            "loop1.example.com. 600 CNAME loop2.example.com.",
            "loop2.example.com. 600 CNAME loop1.example.com.");
  }

  // §4.3.2 step 3b
  @Test
  void name_atOrBelowADelegation_isReferred() {
    for (String name : new String[] {"sub.example.com.", "a.b.sub.example.com."}) {
      for (int type : new int[] {RecordType.A, RecordType.NS, RecordType.SOA, RecordType.ANY}) {
        Decoded decoded = ask(name, type);
        assertThat(decoded.rcode()).isEqualTo("NOERROR");
        assertThat(decoded.flags()).isEqualTo("qr");
        assertThat(decoded.answers()).isEmpty();
        assertThat(decoded.authorities())
            .containsExactlyInAnyOrder(
                "sub.example.com. 3600 NS ns.sub.example.com.",
                "sub.example.com. 3600 NS ns2.example.net.");
        assertThat(decoded.additionals())
            .containsExactly(
                "ns.sub.example.com. 3600 A 192.0.2.153",
                "ns.sub.example.com. 3600 AAAA 2001:db8:0:0:0:0:0:153");
      }
    }
  }

  @Test
  void glue_isNoAnswer() {
    Decoded decoded = ask("ns.sub.example.com.", RecordType.A);
    assertThat(decoded.flags()).isEqualTo("qr");
    assertThat(decoded.answers()).isEmpty();
    assertThat(decoded.authorities()).hasSize(2);
  }

  @Test
  void cname_intoADelegation_isFollowedByTheReferral() {
    Decoded decoded = ask("tosub.example.com.", RecordType.A);
    assertThat(decoded.flags()).isEqualTo("qr aa");
    assertThat(decoded.answers())
        .containsExactly("tosub.example.com. 3600 CNAME deep.sub.example.com.");
    assertThat(decoded.authorities()).hasSize(2);
    assertThat(decoded.additionals()).hasSize(2);
  }

  // RFC 4035 §3.1.4.1
  @Test
  void ds_atADelegation_isAnsweredFromThisSide() {
    Decoded decoded = ask("sub.example.com.", RecordType.DS);
    assertThat(decoded.flags()).isEqualTo("qr aa");
    assertThat(decoded.authorities()).containsExactly(ExampleZone.NEGATIVE_SOA);
  }

  @Test
  void mxAndSrv_bringTheirAddresses() {
    assertThat(ask("example.com.", RecordType.MX).additionals())
        .containsExactly("mail.example.com. 3600 A 192.0.2.25");
    assertThat(ask("_http._tcp.example.com.", RecordType.SRV).additionals())
        .containsExactly(
            "www.example.com. 300 A 192.0.2.80", "www.example.com. 300 AAAA 2001:db8:0:0:0:0:0:80");
  }

  // RFC 8482 §4.1
  @Test
  void any_isOneSet() {
    assertThat(ask("www.example.com.", RecordType.ANY).answers())
        .containsExactly("www.example.com. 300 A 192.0.2.80");
  }

  // RFC 5936 §2.2.1
  @Test
  void transfer_isRefused() {
    assertThat(ask("example.com.", RecordType.AXFR).rcode()).isEqualTo("REFUSED");
    // As NSD, Knot and BIND say it to a query for changes without the SOA that they are since.
    assertThat(ask("example.com.", RecordType.IXFR).rcode()).isEqualTo("NOTAUTH");
  }

  @Test
  void name_outsideOurZones_isRefused() {
    for (String name : new String[] {"example.net.", "com.", ".", "xexample.com."}) {
      Decoded decoded = ask(name, RecordType.A);
      assertThat(decoded.rcode()).isEqualTo("REFUSED");
      assertThat(decoded.flags()).isEqualTo("qr");
    }
  }
}
