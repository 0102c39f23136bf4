package org.popdns.rfc2308;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.popdns.harness.Decoded;
import org.popdns.harness.ExampleZone;
import org.popdns.harness.ServesExample;
import org.popdns.record.RecordType;

final class SoaDenialTest extends ServesExample {

  // §3: the SOA's TTL is the lesser of its own and MINIMUM, in denials of the SOA type as well.
  @Test
  void negativeTtl_holdsForAQueryForTheSoaToo() {
    for (String name : new String[] {"www.example.com.", "nx.example.com."}) {
      Decoded decoded = ask(name, RecordType.SOA);
      assertThat(decoded.answers()).isEmpty();
      assertThat(decoded.authorities()).containsExactly(ExampleZone.NEGATIVE_SOA);
    }
    assertThat(ask("example.com.", RecordType.SOA).answers())
        .as("as an answer it has its own TTL")
        .first()
        .asString()
        .startsWith("example.com. 3600 SOA ");
  }
}
