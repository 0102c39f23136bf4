package org.popdns.rfc5001;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.ServesExample;
import org.xbill.DNS.EDNSOption;

final class NsidTest extends ServesExample {

  // §2.1, §2.2
  @Test
  void nsid_isTheNodesName_whereItIsAskedFor() {
    Decoded decoded = udp(QueryBytes.of("www.example.com.", 1).nsid(1232));
    assertThat(decoded.answers()).hasSize(1);
    assertThat(decoded.message().getOPT().getOptions(EDNSOption.Code.NSID))
        .map(Object::toString)
        .containsExactly("{NSID: <6E7331>}");
    assertThat(udp(QueryBytes.of("www.example.com.", 1).opt(1232)).message().getOPT().getOptions())
        .isEmpty();
  }

  @Test
  void nsid_comesWithRefusalsToo() {
    Decoded decoded = udp(QueryBytes.of("www.example.net.", 1).nsid(1232));
    assertThat(decoded.rcode()).isEqualTo("REFUSED");
    assertThat(decoded.message().getOPT().getOptions(EDNSOption.Code.NSID)).hasSize(1);
  }
}
