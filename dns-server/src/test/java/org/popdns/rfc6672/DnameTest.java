package org.popdns.rfc6672;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.popdns.harness.Decoded;
import org.popdns.harness.ServesZone;
import org.popdns.record.RecordType;

final class DnameTest extends ServesZone {

  private static final String SOA =
      "example.com. 300 SOA ns1.example.com. hostmaster.example.com. 1 7200 900 1209600 300";
  private static final String LABEL = "a".repeat(63);
  private static final int YXDOMAIN = 6;

  DnameTest() {
    super(
        Map.of(
            "example.com.zone",
            """
            $ORIGIN example.com.
            $TTL 300
            @       IN SOA ns1 hostmaster 1 7200 900 1209600 300
            @       IN NS  ns1
            ns1     IN A   192.0.2.53
            old     60 IN DNAME new
            old     IN TXT owner
            www.new IN A   192.0.2.1
            *.wild.new IN A 192.0.2.2
            cn.new  IN CNAME www.new
            twice   60 IN DNAME old
            away    60 IN DNAME example.net.
            long    60 IN DNAME %1$s.%1$s.%1$s
            loop    60 IN DNAME loop.loop
            ping    60 IN DNAME pong
            pong    60 IN DNAME ping
            tocut   60 IN DNAME sub
            sub     IN NS  ns.sub
            ns.sub  IN A   192.0.2.153
            *.star  IN CNAME x.old
            into    IN CNAME www.old
            """
                .formatted(LABEL),
            "apex.example.zone",
            """
            $ORIGIN apex.example.
            $TTL 300
            @       IN SOA ns1.example.com. hostmaster 1 7200 900 1209600 300
            @       IN NS  ns1.example.com.
            @       60 IN DNAME new.example.com.
            @       IN TXT apex
            """));
  }

  // §2.2, §3.1: the DNAME, a CNAME with its TTL, and what that leads to.
  @Test
  void nameBelow_isSubstituted() {
    Decoded decoded = ask("www.old.example.com.", RecordType.A);
    assertThat(decoded.flags()).isEqualTo("qr aa");
    assertThat(decoded.answers())
        .containsExactly(
            "old.example.com. 60 DNAME new.example.com.",
            "www.old.example.com. 60 CNAME www.new.example.com.",
            "www.new.example.com. 300 A 192.0.2.1");
  }

  @Test
  void owner_isNotRedirected() {
    assertThat(ask("old.example.com.", RecordType.TXT).answers())
        .containsExactly("old.example.com. 300 TXT owner");
    assertThat(ask("old.example.com.", RecordType.DNAME).answers())
        .containsExactly("old.example.com. 60 DNAME new.example.com.");
    Decoded noData = ask("old.example.com.", RecordType.A);
    assertThat(noData.answers()).isEmpty();
    assertThat(noData.authorities()).containsExactly(SOA);
  }

  @Test
  void dname_isAppliedRepeatedly() {
    assertThat(ask("www.twice.example.com.", RecordType.A).answers())
        .containsExactly(
            "twice.example.com. 60 DNAME old.example.com.",
            "www.twice.example.com. 60 CNAME www.old.example.com.",
            "old.example.com. 60 DNAME new.example.com.",
            "www.old.example.com. 60 CNAME www.new.example.com.",
            "www.new.example.com. 300 A 192.0.2.1");
  }

  // §3.2: the synthesised CNAME is the answer to a query for CNAME.
  @Test
  void queryForCname_isAnsweredWithTheSynthesisedOne_andNotFollowed() {
    Decoded decoded = ask("cn.old.example.com.", RecordType.CNAME);
    assertThat(decoded.rcode()).isEqualTo("NOERROR");
    assertThat(decoded.answers())
        .containsExactly(
            "old.example.com. 60 DNAME new.example.com.",
            "cn.old.example.com. 60 CNAME cn.new.example.com.");
  }

  @Test
  void cnameAtTheEnd_isFollowed_andACnameIntoADnameIsToo() {
    assertThat(ask("cn.old.example.com.", RecordType.A).answers())
        .containsExactly(
            "old.example.com. 60 DNAME new.example.com.",
            "cn.old.example.com. 60 CNAME cn.new.example.com.",
            "cn.new.example.com. 300 CNAME www.new.example.com.",
            "www.new.example.com. 300 A 192.0.2.1");
    assertThat(ask("into.example.com.", RecordType.A).answers())
        .containsExactly(
            "into.example.com. 300 CNAME www.old.example.com.",
            "old.example.com. 60 DNAME new.example.com.",
            "www.old.example.com. 60 CNAME www.new.example.com.",
            "www.new.example.com. 300 A 192.0.2.1");
  }

  // RFC 6604 §3: the rcode is that of the chain's end.
  @Test
  void chainsEnd_decidesTheRcode() {
    Decoded missing = ask("nx.old.example.com.", RecordType.A);
    assertThat(missing.rcode()).isEqualTo("NXDOMAIN");
    assertThat(missing.answers()).hasSize(2);
    assertThat(missing.authorities()).containsExactly(SOA);
    Decoded noData = ask("www.old.example.com.", RecordType.TXT);
    assertThat(noData.rcode()).isEqualTo("NOERROR");
    assertThat(noData.authorities()).containsExactly(SOA);
    Decoded wild = ask("x.y.wild.old.example.com.", RecordType.A);
    assertThat(wild.answers()).contains("x.y.wild.new.example.com. 300 A 192.0.2.2");
  }

  @Test
  void targetOutOfTheZone_endsTheAnswer() {
    Decoded decoded = ask("a.b.away.example.com.", RecordType.A);
    assertThat(decoded.rcode()).isEqualTo("NOERROR");
    assertThat(decoded.answers())
        .containsExactly(
            "away.example.com. 60 DNAME example.net.",
            "a.b.away.example.com. 60 CNAME a.b.example.net.");
    assertThat(decoded.authorities()).isEmpty();
  }

  // §2.2: 255 bytes, and one more.
  @Test
  void nameThatGetsTooLong_isYxdomain() {
    String target = (LABEL + ".").repeat(3) + "example.com.";
    // 3 * 64 + 13 bytes for the target, so that 50 are left.
    String fits = "b".repeat(49);
    Decoded whole = ask(fits + ".long.example.com.", RecordType.A);
    assertThat(whole.rcode()).isEqualTo("NXDOMAIN");
    assertThat(whole.answers())
        .containsExactly(
            "long.example.com. 60 DNAME " + target,
            fits + ".long.example.com. 60 CNAME " + fits + "." + target);
    Decoded tooLong = ask(fits + "b.long.example.com.", RecordType.A);
    assertThat(tooLong.message().getRcode()).isEqualTo(YXDOMAIN);
    assertThat(tooLong.answers()).containsExactly("long.example.com. 60 DNAME " + target);
  }

  @Test
  void loops_end() {
    assertThat(ask("x.ping.example.com.", RecordType.A).answers())
        .containsExactly(
            "ping.example.com. 60 DNAME pong.example.com.",
            "x.ping.example.com. 60 CNAME x.pong.example.com.",
            "pong.example.com. 60 DNAME ping.example.com.",
            "x.pong.example.com. 60 CNAME x.ping.example.com.");
    Decoded growing = ask("x.loop.example.com.", RecordType.A);
    assertThat(growing.answers()).startsWith("loop.example.com. 60 DNAME loop.loop.example.com.");
    assertThat(growing.answers()).hasSizeBetween(2, 17);
  }

  @Test
  void targetBelowADelegation_isFollowedByTheReferral() {
    Decoded decoded = ask("www.tocut.example.com.", RecordType.A);
    assertThat(decoded.flags()).isEqualTo("qr aa");
    assertThat(decoded.answers())
        .containsExactly(
            "tocut.example.com. 60 DNAME sub.example.com.",
            "www.tocut.example.com. 60 CNAME www.sub.example.com.");
    assertThat(decoded.authorities())
        .containsExactly("sub.example.com. 300 NS ns.sub.example.com.");
  }

  @Test
  void wildcardIntoADname_isFollowed() {
    assertThat(ask("any.star.example.com.", RecordType.A).answers())
        .containsExactly(
            "any.star.example.com. 300 CNAME x.old.example.com.",
            "old.example.com. 60 DNAME new.example.com.",
            "x.old.example.com. 60 CNAME x.new.example.com.");
  }

  // §2.3: a DNAME at the apex leaves the apex's own records as they are.
  @Test
  void dnameAtTheApex_redirectsAllBelow() {
    Decoded decoded = ask("www.apex.example.", RecordType.A);
    assertThat(decoded.answers())
        .containsExactly(
            "apex.example. 60 DNAME new.example.com.",
            "www.apex.example. 60 CNAME www.new.example.com.");
    assertThat(ask("apex.example.", RecordType.TXT).answers())
        .containsExactly("apex.example. 300 TXT apex");
    assertThat(ask("apex.example.", RecordType.SOA).answers()).hasSize(1);
  }
}
