package org.popdns.rfc8914;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.ServesExample;

final class ExtendedErrorsTest extends ServesExample {

  // §4.19 Prohibited, §4.21 Not Authoritative, §4.22 Not Supported
  @ParameterizedTest
  @CsvSource({
    "www.example.com., 1, 1, NOERROR, ''",
    "nx.example.com., 1, 1, NXDOMAIN, ''",
    "sub.example.com., 1, 1, NOERROR, ''",
    "www.example.net., 1, 1, REFUSED, '15: 0014'",
    "www.example.com., 1, 4, REFUSED, '15: 0014'",
    "version.bind., 16, 3, REFUSED, '15: 0014'",
    "example.com., 252, 1, REFUSED, '15: 0012'",
    "example.com., 251, 1, NOTAUTH, '15: 0015'"
  })
  void refusal_saysWhy(String name, int type, int recordClass, String rcode, String option) {
    Decoded decoded = udp(QueryBytes.of(name, type, recordClass).opt(1232));
    assertThat(decoded.rcode()).isEqualTo(rcode);
    assertThat(String.join(" ", decoded.options())).isEqualTo(option);
    // §2: no OPT record, no reason.
    assertThat(udp(QueryBytes.of(name, type, recordClass)).message().getOPT()).isNull();
  }
}
