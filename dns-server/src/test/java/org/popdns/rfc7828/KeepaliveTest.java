package org.popdns.rfc7828;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.ServesExample;

final class KeepaliveTest extends ServesExample {

  private static final int TCP_KEEPALIVE = 11;

  private static QueryBytes www() {
    return QueryBytes.of("www.example.com.", 1).option(TCP_KEEPALIVE, "");
  }

  // §3.3.2: the timeout in units of 100 ms.
  @Test
  void tcpQuery_isToldTheIdleTimeout() throws IOException {
    assertThat(client().tcp(www()).options()).containsExactly("11: 0064");
    Decoded unasked = client().tcp(QueryBytes.of("www.example.com.", 1).opt(1232));
    assertThat(unasked.options()).isEmpty();
  }

  // §3.2.2
  @Test
  void udpQuery_isAnsweredWithoutTheOption() {
    Decoded decoded = udp(www());
    assertThat(decoded.rcode()).isEqualTo("NOERROR");
    assertThat(decoded.options()).isEmpty();
  }
}
