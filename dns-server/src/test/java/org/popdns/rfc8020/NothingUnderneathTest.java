package org.popdns.rfc8020;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.popdns.harness.Decoded;
import org.popdns.harness.ExampleZone;
import org.popdns.harness.ServesExample;
import org.popdns.record.RecordType;

final class NothingUnderneathTest extends ServesExample {

  // §2: below a name that does not exist nothing does.
  @ParameterizedTest
  @ValueSource(strings = {"nx.example.com.", "a.nx.example.com.", "a.b.c.nx.example.com."})
  void missingName_andAllBelow_areNxdomain(String name) {
    Decoded decoded = ask(name, RecordType.A);
    assertThat(decoded.rcode()).isEqualTo("NXDOMAIN");
    assertThat(decoded.flags()).isEqualTo("qr aa");
    assertThat(decoded.authorities()).containsExactly(ExampleZone.NEGATIVE_SOA);
  }

  // §3: an empty non-terminal exists, since something is underneath.
  @ParameterizedTest
  @ValueSource(strings = {"ent.example.com.", "b.ent.example.com.", "_tcp.example.com."})
  void emptyNonTerminal_isNoData(String name) {
    for (int type : new int[] {RecordType.A, RecordType.TXT, RecordType.ANY, RecordType.NS}) {
      Decoded decoded = ask(name, type);
      assertThat(decoded.rcode()).isEqualTo("NOERROR");
      assertThat(decoded.answers()).isEmpty();
      assertThat(decoded.authorities()).containsExactly(ExampleZone.NEGATIVE_SOA);
    }
  }

  @Test
  void nameBelowALeaf_isNxdomain() {
    assertThat(ask("x.www.example.com.", RecordType.A).rcode()).isEqualTo("NXDOMAIN");
    assertThat(ask("x.b.ent.example.com.", RecordType.A).rcode()).isEqualTo("NXDOMAIN");
  }
}
