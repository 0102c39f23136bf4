package org.popdns.rfc4592;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.popdns.harness.Decoded;
import org.popdns.harness.ServesZone;
import org.popdns.record.RecordType;

/** Asterisks in places where they are rarely seen, and wildcards near delegations. */
final class OddWildcardsTest extends ServesZone {

  OddWildcardsTest() {
    super(
        Map.of(
            "example.com.zone",
            """
            $ORIGIN example.com.
            $TTL 300
            @       IN SOA ns1 hostmaster 1 7200 900 1209600 300
            @       IN NS  ns1
            ns1     IN A   192.0.2.53
            *       IN TXT top
            sub.*   IN TXT inside
            *.*.two IN TXT "twofold"
            a*b     IN TXT part
            tostar  IN CNAME *.two2
            *.two2  IN A   192.0.2.1
            mx      IN MX  10 *.two2
            cut     IN NS  ns.cut
            ns.cut  IN A   192.0.2.2
            *.cut   IN TXT hidden
            loop    IN TXT here
            *.loop  IN CNAME x.loop
            """));
  }

  private String text(String name) {
    return String.join(",", ask(name, RecordType.TXT).answers());
  }

  // §2.1.2, §4.6: an asterisk that is not the first label is a label like any other.
  @Test
  void asteriskWithinAName_isOrdinary() {
    assertThat(text("sub.*.example.com.")).isEqualTo("sub.*.example.com. 300 TXT inside");
    assertThat(text("sub.x.example.com.")).isEqualTo("sub.x.example.com. 300 TXT top");
    assertThat(text("a*b.example.com.")).isEqualTo("a*b.example.com. 300 TXT part");
    assertThat(text("axb.example.com.")).isEqualTo("axb.example.com. 300 TXT top");
  }

  // §2.1.3: only the first of several asterisks stands for others.
  @Test
  void secondAsterisk_standsForItselfOnly() {
    assertThat(text("x.*.two.example.com.")).isEqualTo("x.*.two.example.com. 300 TXT twofold");
    Decoded other = ask("x.y.two.example.com.", RecordType.TXT);
    assertThat(other.answers()).isEmpty();
    // *.two exists, as an empty non-terminal, and is the wildcard that answers: with no data.
    assertThat(other.rcode()).isEqualTo("NOERROR");
  }

  // §3.3.3: in RDATA it is a name like any other, which as a target may be the wildcard itself.
  @Test
  void asteriskInRdata_isOrdinary() {
    assertThat(ask("tostar.example.com.", RecordType.A).answers())
        .containsExactly(
            "tostar.example.com. 300 CNAME *.two2.example.com.",
            "*.two2.example.com. 300 A 192.0.2.1");
    Decoded mx = ask("mx.example.com.", RecordType.MX);
    assertThat(mx.answers()).containsExactly("mx.example.com. 300 MX 10 *.two2.example.com.");
    assertThat(mx.additionals()).containsExactly("*.two2.example.com. 300 A 192.0.2.1");
  }

  // §4.2: below a cut a wildcard means nothing.
  @Test
  void wildcardBelowACut_isReferred() {
    Decoded decoded = ask("x.cut.example.com.", RecordType.TXT);
    assertThat(decoded.flags()).isEqualTo("qr");
    assertThat(decoded.answers()).isEmpty();
    assertThat(decoded.authorities())
        .containsExactly("cut.example.com. 300 NS ns.cut.example.com.");
  }

  @Test
  void wildcardCname_thatLeadsToItself_ends() {
    assertThat(ask("y.loop.example.com.", RecordType.A).answers())
        .containsExactly(
            "y.loop.example.com. 300 CNAME x.loop.example.com.",
            "x.loop.example.com. 300 CNAME x.loop.example.com.");
  }
}
