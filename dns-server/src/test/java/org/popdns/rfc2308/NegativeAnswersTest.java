package org.popdns.rfc2308;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.popdns.harness.Decoded;
import org.popdns.harness.ExampleZone;
import org.popdns.harness.ServesExample;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;

final class NegativeAnswersTest extends ServesExample {

  private static void assertNegative(Decoded decoded, String rcode) {
    assertThat(decoded.rcode()).isEqualTo(rcode);
    assertThat(decoded.flags()).isEqualTo("qr aa");
    // §3: the SOA's TTL is the lesser of its own and MINIMUM.
    assertThat(decoded.authorities()).containsExactly(ExampleZone.NEGATIVE_SOA);
    assertThat(decoded.additionals()).isEmpty();
  }

  // §2.1
  @Test
  void name_thatDoesNotExist_isANameError() {
    Decoded decoded = ask("a.b.c.nothere.example.com.", RecordType.A);
    assertNegative(decoded, "NXDOMAIN");
    assertThat(decoded.answers()).isEmpty();
  }

  // §2.2
  @Test
  void type_thatDoesNotExist_isNoData() {
    Decoded decoded = ask("www.example.com.", RecordType.MX);
    assertNegative(decoded, "NOERROR");
    assertThat(decoded.answers()).isEmpty();
  }

  // RFC 8020 §2
  @Test
  void emptyNonTerminal_exists() {
    assertNegative(ask("ent.example.com.", RecordType.TXT), "NOERROR");
    assertNegative(ask("b.ent.example.com.", RecordType.TXT), "NOERROR");
    assertNegative(ask("c.ent.example.com.", RecordType.TXT), "NXDOMAIN");
    assertNegative(ask("x.a.b.ent.example.com.", RecordType.TXT), "NXDOMAIN");
  }

  // §2.2.1, RFC 6604 §3
  @Test
  void cname_toNothing_isTheNameErrorOfItsTarget() {
    Decoded decoded = ask("dangling.example.com.", RecordType.A);
    assertNegative(decoded, "NXDOMAIN");
    assertThat(decoded.answers())
        .containsExactly("dangling.example.com. 600 CNAME nothere.example.com.");
  }

  @Test
  void cname_toANameWithoutTheType_isNoData() {
    Decoded decoded = ask("alias2.example.com.", RecordType.MX);
    assertNegative(decoded, "NOERROR");
    assertThat(decoded.answers()).hasSize(2);
  }

  @Test
  void name_ofTheGreatestLength_isDenied() {
    String label = "x".repeat(61);
    String name = label + "." + label + "." + label + "." + "y".repeat(55) + ".example.com.";
    assertThat(DomainName.parse(name).lengthBytes()).isEqualTo(255);
    assertNegative(ask(name, RecordType.A), "NXDOMAIN");
  }
}
