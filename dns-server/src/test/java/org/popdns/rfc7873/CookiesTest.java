package org.popdns.rfc7873;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.ServesExample;

final class CookiesTest extends ServesExample {

  private static final int COOKIE = 10;
  private static final String CLIENT = "0102030405060708";

  private static QueryBytes www(String cookie) {
    return QueryBytes.of("www.example.com.", 1).option(COOKIE, cookie);
  }

  private static String cookie(Decoded decoded) {
    assertThat(decoded.options()).hasSize(1);
    String option = decoded.options().getFirst();
    assertThat(option).matches("10: " + CLIENT + "01000000[0-9a-f]{24}");
    return option.substring("10: ".length());
  }

  // §5.2.3: a client cookie alone is given a server cookie; RFC 9018 §4: of 16 bytes.
  @Test
  void clientCookie_isEchoedWithAServerCookie() {
    Decoded decoded = udp(www(CLIENT));
    cookie(decoded);
    assertThat(decoded.answers()).containsExactly("www.example.com. 300 A 192.0.2.80");
  }

  // §5.2.5, RFC 9018 §4.3: a good one stays as it is for half an hour.
  @Test
  void goodServerCookie_isEchoed_atEveryWorkerAndOverTcp() throws IOException {
    String cookie = cookie(udp(www(CLIENT)));
    for (int i = 0; i < 16; i++) {
      // Each from another port, so that all workers are asked.
      assertThat(cookie(udp(www(cookie)))).isEqualTo(cookie);
    }
    assertThat(cookie(client().tcp(www(cookie)))).isEqualTo(cookie);
  }

  // §5.2.4: where cookies are not enforced a bad one is treated as if it were not there.
  @Test
  void badServerCookie_isExchanged_andTheQueryAnswered() {
    Decoded decoded = udp(www(CLIENT + "0100000000000000ffffffffffffffff"));
    assertThat(cookie(decoded)).isNotEqualTo(CLIENT + "0100000000000000ffffffffffffffff");
    assertThat(decoded.answers()).hasSize(1);
  }

  // §5.2.2
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 9, 15, 41, 100})
  void cookieOfAWrongLength_isAFormatError_withAnOptRecord(int length) {
    Decoded decoded = udp(www("ab".repeat(length)));
    assertThat(decoded.rcode()).isEqualTo("FORMERR");
    assertThat(decoded.options()).isEmpty();
  }

  // §5.2: another server's cookie may have any length from 8 to 32 bytes.
  @ParameterizedTest
  @ValueSource(ints = {8, 9, 31, 32})
  void serverCookieOfAnotherServer_isExchanged(int length) {
    cookie(udp(www(CLIENT + "cd".repeat(length))));
  }

  // §5.2: of several options the first counts.
  @Test
  void secondCookie_isPassedOver() {
    QueryBytes query =
        QueryBytes.of("www.example.com.", 1)
            .opt(1232, 0, 10, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 10, 0, 8, 9, 9, 9, 9, 9, 9, 9, 9);
    cookie(udp(query));
  }

  // §5.4: no question, but a cookie.
  @Test
  void queryWithoutAQuestion_isGivenACookie() {
    Decoded decoded = udp(QueryBytes.empty().option(COOKIE, CLIENT));
    assertThat(decoded.rcode()).isEqualTo("NOERROR");
    String cookie = cookie(decoded);
    assertThat(udp(QueryBytes.empty().option(COOKIE, cookie)).rcode()).isEqualTo("NOERROR");
    Decoded bad =
        udp(QueryBytes.empty().option(COOKIE, CLIENT + "0100000000000000ffffffffffffffff"));
    assertThat(bad.message().getRcode()).isEqualTo(23);
    cookie(bad);
    assertThat(udp(QueryBytes.empty().opt(1232)).rcode()).isEqualTo("FORMERR");
  }

  @Test
  void refusal_hasACookieToo_andABadVersionHasNone() {
    Decoded refused = udp(QueryBytes.of("example.net.", 1).option(COOKIE, CLIENT));
    assertThat(refused.rcode()).isEqualTo("REFUSED");
    assertThat(refused.options()).first().asString().startsWith("10: " + CLIENT);
    QueryBytes version1 =
        QueryBytes.of("www.example.com.", 1)
            .record(3, new byte[1], 41, 1232, 0x0001_0000L, 0, 10, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(udp(version1).options()).isEmpty();
  }

  @Test
  void cookies_areCounted() {
    double before = server().metric("popdns_dns_cookies_total{result=\"client-only\"}");
    udp(www(CLIENT));
    assertThat(server().metric("popdns_dns_cookies_total{result=\"client-only\"}"))
        .isEqualTo(before + 1);
  }
}
