package org.popdns.rfc4592;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.popdns.harness.Decoded;
import org.popdns.harness.ExampleZone;
import org.popdns.harness.ServesExample;
import org.popdns.record.RecordType;

/** The questions of §2.2.1 over names of our own. */
final class WildcardsTest extends ServesExample {

  private List<String> texts(String name) {
    return ask(name, RecordType.TXT).answers();
  }

  @Test
  void wildcard_standsForNamesBelow_ofAnyDepth() {
    assertThat(texts("x.wild.example.com.")).containsExactly("x.wild.example.com. 3600 TXT wild");
    assertThat(texts("x.y.z.wild.example.com."))
        .containsExactly("x.y.z.wild.example.com. 3600 TXT wild");
  }

  @Test
  void wildcard_askedByItsOwnName_isAnOrdinaryName() {
    assertThat(texts("*.wild.example.com.")).containsExactly("*.wild.example.com. 3600 TXT wild");
    assertThat(texts("x.*.wild.example.com."))
        .as("below the wildcard itself there is nothing, and it has no wildcard of its own")
        .isEmpty();
    assertThat(ask("x.*.wild.example.com.", RecordType.TXT).rcode()).isEqualTo("NXDOMAIN");
  }

  @Test
  void wildcard_doesNotStandForItsParent() {
    Decoded decoded = ask("wild.example.com.", RecordType.TXT);
    assertThat(decoded.rcode()).isEqualTo("NOERROR");
    assertThat(decoded.answers()).isEmpty();
  }

  @Test
  void wildcard_doesNotStandForANameThatExists() {
    Decoded decoded = ask("host.wild.example.com.", RecordType.TXT);
    assertThat(decoded.rcode()).isEqualTo("NOERROR");
    assertThat(decoded.answers()).isEmpty();
    assertThat(decoded.authorities()).containsExactly(ExampleZone.NEGATIVE_SOA);
  }

  @Test
  void wildcard_doesNotStandForNamesBelowANameThatExists() {
    assertThat(ask("x.host.wild.example.com.", RecordType.TXT).rcode()).isEqualTo("NXDOMAIN");
  }

  // §2.2.2
  @Test
  void wildcard_doesNotStandForAnEmptyNonTerminal_norBelow() {
    Decoded itself = ask("ent.wild.example.com.", RecordType.TXT);
    assertThat(itself.rcode()).isEqualTo("NOERROR");
    assertThat(itself.answers()).isEmpty();
    assertThat(ask("x.ent.wild.example.com.", RecordType.TXT).rcode()).isEqualTo("NXDOMAIN");
  }

  @Test
  void wildcard_withoutTheType_isNoData() {
    Decoded decoded = ask("x.wild.example.com.", RecordType.MX);
    assertThat(decoded.rcode()).isEqualTo("NOERROR");
    assertThat(decoded.authorities()).containsExactly(ExampleZone.NEGATIVE_SOA);
  }

  // §4.3
  @Test
  void wildcardCname_isFollowed() {
    assertThat(ask("any.thing.walias.example.com.", RecordType.A).answers())
        .containsExactly(
            "any.thing.walias.example.com. 3600 CNAME www.example.com.",
            "www.example.com. 300 A 192.0.2.80");
    Decoded none = ask("any.thing.walias.example.com.", RecordType.MX);
    assertThat(none.answers())
        .containsExactly("any.thing.walias.example.com. 3600 CNAME www.example.com.");
    assertThat(none.authorities()).containsExactly(ExampleZone.NEGATIVE_SOA);
  }
}
