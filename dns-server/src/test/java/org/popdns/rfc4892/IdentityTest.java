package org.popdns.rfc4892;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.ServesExample;

final class IdentityTest extends ServesExample {

  private static final int TXT = 16;
  private static final int CHAOS = 3;

  // §3.1
  @Test
  void identity_isToldInClassChaos() {
    for (String name : new String[] {"id.server.", "ID.Server.", "hostname.bind."}) {
      Decoded decoded = udp(QueryBytes.of(name, TXT, CHAOS));
      assertThat(decoded.rcode()).isEqualTo("NOERROR");
      assertThat(decoded.answers()).containsExactly(name + " 0 TXT ns1");
      assertThat(decoded.message().getSection(1).getFirst().getDClass()).isEqualTo(CHAOS);
    }
    assertThat(udp(QueryBytes.of("id.server.", 255, CHAOS)).answers()).hasSize(1);
  }

  @Test
  void otherChaosNamesAndTypes_areRefused() {
    assertThat(udp(QueryBytes.of("version.bind.", TXT, CHAOS)).rcode()).isEqualTo("REFUSED");
    assertThat(udp(QueryBytes.of("id.server.", 1, CHAOS)).rcode()).isEqualTo("REFUSED");
    assertThat(udp(QueryBytes.of("x.id.server.", TXT, CHAOS)).rcode()).isEqualTo("REFUSED");
    assertThat(udp(QueryBytes.of("id.server.", TXT)).rcode()).isEqualTo("REFUSED");
  }
}
