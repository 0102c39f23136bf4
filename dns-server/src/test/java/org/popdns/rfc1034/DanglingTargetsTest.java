package org.popdns.rfc1034;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.popdns.harness.Decoded;
import org.popdns.harness.ServesZone;
import org.popdns.record.RecordType;

/** Zones that draw warnings are served all the same, as NSD and Knot do. */
final class DanglingTargetsTest extends ServesZone {

  private static final String SOA =
      "example.com. 300 SOA ns1.example.com. hostmaster.example.com. 1 7200 900 1209600 300";

  DanglingTargetsTest() {
    super(
        Map.of(
            "example.com.zone",
            """
            $ORIGIN example.com.
            $TTL 300
            @       IN SOA ns1 hostmaster 1 7200 900 1209600 300
            @       IN NS  ns1
            ns1     IN A   192.0.2.53
            @       IN MX  10 gone
            dept    IN NS  ns.dept
            old     IN NS  alias
            alias   IN CNAME ns1
            moved   IN DNAME example.net.
            into    IN CNAME host.moved
            over    IN CNAME gone
            *.tree  IN DNAME example.net.
            *.cut   IN NS  ns1
            """));
  }

  @Test
  void hostThatDoesNotExist_isNamed_withoutAddresses() {
    Decoded decoded = ask("example.com.", RecordType.MX);
    assertThat(decoded.answers()).containsExactly("example.com. 300 MX 10 gone.example.com.");
    assertThat(decoded.additionals()).isEmpty();
  }

  @Test
  void delegationWithoutGlue_isAReferral() {
    Decoded decoded = ask("x.dept.example.com.", RecordType.A);
    assertThat(decoded.flags()).isEqualTo("qr");
    assertThat(decoded.rcode()).isEqualTo("NOERROR");
    assertThat(decoded.authorities())
        .containsExactly("dept.example.com. 300 NS ns.dept.example.com.");
    assertThat(decoded.additionals()).isEmpty();
  }

  @Test
  void delegationToACname_isAReferral() {
    Decoded decoded = ask("x.old.example.com.", RecordType.A);
    assertThat(decoded.flags()).isEqualTo("qr");
    assertThat(decoded.authorities()).containsExactly("old.example.com. 300 NS alias.example.com.");
    assertThat(decoded.additionals()).isEmpty();
  }

  @Test
  void cnameBelowADname_goesOnThere() {
    assertThat(ask("into.example.com.", RecordType.A).answers())
        .containsExactly(
            "into.example.com. 300 CNAME host.moved.example.com.",
            "moved.example.com. 300 DNAME example.net.",
            "host.moved.example.com. 300 CNAME host.example.net.");
  }

  // RFC 6604 §3.
  @Test
  void cnameToNowhere_isNxdomain() {
    Decoded decoded = ask("over.example.com.", RecordType.A);
    assertThat(decoded.rcode()).isEqualTo("NXDOMAIN");
    assertThat(decoded.answers()).containsExactly("over.example.com. 300 CNAME gone.example.com.");
  }

  // RFC 4592 §4.4: as a record it stands for what does not exist, but redirects nothing there.
  @Test
  void dnameAtAWildcard_redirectsOnlyBelowTheAsterisk() {
    Decoded covered = ask("x.tree.example.com.", RecordType.A);
    assertThat(covered.rcode()).isEqualTo("NOERROR");
    assertThat(covered.answers()).isEmpty();
    assertThat(covered.authorities()).containsExactly(SOA);
    assertThat(ask("a.x.tree.example.com.", RecordType.A).answers()).isEmpty();
    assertThat(ask("a.*.tree.example.com.", RecordType.A).answers())
        .containsExactly(
            "*.tree.example.com. 300 DNAME example.net.",
            "a.*.tree.example.com. 300 CNAME a.example.net.");
  }

  // RFC 4592 §4.2 leaves it open: as Knot and NSD have it.
  @Test
  void nsAtAWildcard_refersToTheAsterisk() {
    for (String name : new String[] {"x.cut.example.com.", "*.cut.example.com."}) {
      Decoded decoded = ask(name, RecordType.A);
      assertThat(decoded.rcode()).isEqualTo("NOERROR");
      assertThat(decoded.answers()).isEmpty();
      assertThat(decoded.flags()).isEqualTo("qr");
      assertThat(decoded.authorities()).hasSize(1);
    }
  }
}
