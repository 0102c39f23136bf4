package org.popdns.rfc9660;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.ServesExample;

final class ZoneVersionTest extends ServesExample {

  private static final int ZONEVERSION = 19;

  // Two labels, type SOA-SERIAL, 2026010100.
  private static final String VERSION = "19: 020078c275f4";

  private Decoded ask(String name) {
    return udp(QueryBytes.of(name, 1).option(ZONEVERSION, ""));
  }

  // §3.2
  @ParameterizedTest
  @ValueSource(
      strings = {"www.example.com.", "example.com.", "nx.example.com.", "x.wild.example.com."})
  void answerOfAZone_tellsItsSerial(String name) {
    assertThat(ask(name).options()).containsExactly(VERSION);
  }

  // §3.2: a referral is not the zone's own word, a refusal no zone's.
  @Test
  void referralAndRefusal_tellNone() {
    assertThat(ask("www.sub.example.com.").options()).isEmpty();
    assertThat(ask("www.example.net.").options()).containsExactly("15: 0014");
  }

  @Test
  void unasked_noneIsTold() {
    assertThat(ask("www.example.com.", 1).options()).isEmpty();
  }

  // §3.1
  @Test
  void optionThatIsNotEmpty_isAFormatError() {
    Decoded decoded = udp(QueryBytes.of("www.example.com.", 1).option(ZONEVERSION, "020078c275f4"));
    assertThat(decoded.rcode()).isEqualTo("FORMERR");
    assertThat(decoded.options()).isEmpty();
  }
}
