package org.popdns.rfc8482;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.popdns.harness.Decoded;
import org.popdns.harness.ExampleZone;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.ServesExample;
import org.popdns.record.RecordType;

final class AnyTest extends ServesExample {

  private static final int HINFO = 13;

  // §4.1: one RRset that exists, over UDP and TCP alike.
  @Test
  void any_isOneExistingSet() throws IOException {
    String expected = "www.example.com. 300 A 192.0.2.80";
    assertThat(ask("www.example.com.", RecordType.ANY).answers()).containsExactly(expected);
    assertThat(client().tcp(QueryBytes.of("www.example.com.", RecordType.ANY)).answers())
        .containsExactly(expected);
    assertThat(ask("rr.example.com.", RecordType.ANY).answers()).hasSize(3);
  }

  @Test
  void apex_isOneSetToo() {
    Decoded decoded = ask("example.com.", RecordType.ANY);
    assertThat(decoded.answers().stream().map(line -> line.split(" ", -1)[2]).distinct())
        .hasSize(1);
  }

  @Test
  void cname_isTheAnswer_andNotFollowed() {
    assertThat(ask("alias.example.com.", RecordType.ANY).answers())
        .containsExactly("alias.example.com. 600 CNAME www.example.com.");
  }

  @Test
  void wildcard_isOneSet() {
    assertThat(ask("x.wild.example.com.", RecordType.ANY).answers())
        .containsExactly("x.wild.example.com. 3600 A 192.0.2.99");
  }

  @Test
  void nothingThere_isADenial_andNeverAHinfo() {
    Decoded missing = ask("nx.example.com.", RecordType.ANY);
    assertThat(missing.rcode()).isEqualTo("NXDOMAIN");
    assertThat(missing.answers()).isEmpty();
    assertThat(missing.authorities()).containsExactly(ExampleZone.NEGATIVE_SOA);
    assertThat(ask("www.example.com.", HINFO).answers()).isEmpty();
  }
}
