package org.popdns.rfc3597;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.popdns.harness.Decoded;
import org.popdns.harness.ExampleZone;
import org.popdns.harness.ServesExample;

final class UnknownTypesTest extends ServesExample {

  @Test
  void unknownType_isServedAsItIs() {
    Decoded decoded = ask("unknown.example.com.", 65280);
    assertThat(decoded.answers())
        .containsExactly("unknown.example.com. 3600 TYPE65280 \\# 4 01020304");
  }

  @Test
  void unknownType_thatIsNotThere_isNoData() {
    for (int type : new int[] {0, 3, 128, 249, 253, 254, 256, 32768, 65535}) {
      Decoded decoded = ask("www.example.com.", type);
      assertThat(decoded.rcode()).as("type %d", type).isEqualTo("NOERROR");
      assertThat(decoded.authorities()).containsExactly(ExampleZone.NEGATIVE_SOA);
    }
  }
}
