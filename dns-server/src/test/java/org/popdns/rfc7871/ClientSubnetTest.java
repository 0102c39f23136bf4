package org.popdns.rfc7871;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.ServesExample;

final class ClientSubnetTest extends ServesExample {

  private static final int CLIENT_SUBNET = 8;

  private Decoded ask(String option) {
    return udp(QueryBytes.of("www.example.com.", 1).option(CLIENT_SUBNET, option));
  }

  // §7.2.1: family, prefix and address as in the query; scope 0, since no answer depends on it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "00011800c00002", // 192.0.2.0/24
        "00011900c0000280", // 192.0.2.128/25
        "00012000c0000201",
        "00010000", // the client wants no subnet passed on
        "0002380020010db8000000", // 2001:db8::/56
        "0002800020010db8000000000000000000000001"
      })
  void subnet_isEchoedWithScopeZero(String option) {
    Decoded decoded = ask(option);
    assertThat(decoded.options()).containsExactly("8: " + option);
    assertThat(decoded.answers()).containsExactly("www.example.com. 300 A 192.0.2.80");
  }

  // The same without a family, as dig +subnet=0 has it.
  @Test
  void emptySubnetOfNoFamily_isEchoed() throws IOException {
    byte[] query = QueryBytes.of("www.example.com.", 1).option(CLIENT_SUBNET, "00000000").bytes();
    assertThat(HexFormat.of().formatHex(client().udp(query)))
        .startsWith("1234" + "8400" + "0001000100000001")
        .endsWith("000029" + "04d0" + "00000000" + "0008" + "0008000400000000");
  }

  // §7.1.1, §7.1.2
  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "000118", // too short
        "00011800c000", // an address shorter than the prefix
        "00011800c0000201", // and one longer
        "00011700c00003", // a bit behind the prefix
        "00012100c000020100", // a prefix longer than the address
        "0002810020010db800000000000000000000000100",
        "00011818c00002", // a scope in a query
        "00000800c0", // an address without a family
        "00031800c00002" // a family that nobody knows
      })
  void malformedSubnet_isAFormatError(String option) {
    Decoded decoded = ask(option);
    assertThat(decoded.rcode()).isEqualTo("FORMERR");
    assertThat(decoded.options()).isEmpty();
    assertThat(decoded.answers()).isEmpty();
  }
}
