package org.popdns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.popdns.harness.QueryBytes;
import org.popdns.snapshot.CookieSecrets;
import org.popdns.wire.Query;
import org.popdns.wire.QueryParser;

/** Server cookies against the test vectors of RFC 9018, appendix A, and the rules of its §4.3. */
final class ServerCookiesTest {

  private static final String SECRET = "e5e973e5a6b2a43f48e7dc849e37bfcf";
  private static final String NEXT_SECRET = "445536bcd2513298075a5d379663c962";
  private static final String LEARNT = "2464c4abcf10c957010000005cf79f111f8130c3eee29480";
  private static final long LEARNT_AT = 1559731985;

  private long now = LEARNT_AT;

  /** Cookies of a node with these secrets. */
  private record Node(CookieSecrets secrets, ServerCookies cookies) {

    int now() {
      return new Exchange().epochSeconds(cookies.clock());
    }
  }

  private Node cookies(String... secrets) {
    return new Node(
        CookieSecrets.of(Arrays.stream(secrets).map(HexFormat.of()::parseHex).toList()),
        new ServerCookies(() -> Instant.ofEpochSecond(now)));
  }

  private static Client client(String address) {
    Client client = new Client();
    InetAddress parsed = InetAddress.ofLiteral(address);
    ByteBuffer bytes = ByteBuffer.wrap(parsed.getAddress());
    if (parsed instanceof Inet4Address) {
      client.udpIpv4(bytes.getInt());
    } else {
      client.udpIpv6(bytes.getLong(), bytes.getLong());
    }
    return client;
  }

  /** A query with this COOKIE option, in a buffer of its own. */
  private record Asked(Query query, MemorySegment request) {

    static Asked with(String cookie) {
      byte[] data = HexFormat.of().parseHex(cookie);
      int[] option = new int[4 + data.length];
      option[1] = 10;
      option[3] = data.length;
      for (int i = 0; i < data.length; i++) {
        option[4 + i] = data[i] & 0xff;
      }
      byte[] bytes = QueryBytes.of("example.com.", 1).opt(1232, option).bytes();
      MemorySegment request =
          MemorySegment.ofArray(Arrays.copyOf(bytes, bytes.length + QueryParser.READ_AHEAD_BYTES));
      Query query = new Query();
      assertThat(QueryParser.parse(request, 0, bytes.length, query)).isEqualTo(QueryParser.OK);
      return new Asked(query, request);
    }
  }

  private static String made(Node node, String clientCookie, String address) {
    Asked asked = Asked.with(clientCookie);
    MemorySegment out = MemorySegment.ofArray(new byte[ServerCookies.LENGTH_BYTES]);
    node.cookies.write(
        node.secrets,
        asked.request(),
        asked.query().cookieOffset(),
        client(address),
        node.now(),
        out,
        0);
    return HexFormat.of().formatHex(out.toArray(ValueLayout.JAVA_BYTE));
  }

  private static int check(Node node, String cookie, String address) {
    Asked asked = Asked.with(cookie);
    return node.cookies.check(
        node.secrets, asked.query(), asked.request(), client(address), node.now());
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.100, 2464c4abcf10c957, 1559731985, "
        + SECRET
        + ", 010000005cf79f111f8130c3eee29480",
    "198.51.100.100, 2464c4abcf10c957, 1559734385, "
        + SECRET
        + ", 010000005cf7a871d4a564a1442aca77",
    "203.0.113.203, fc93fc62807ddb86, 1559734700, " + SECRET + ", 010000005cf7a9acf73a7810aca2381e",
    "2001:db8:220:1:59de:d0f4:8769:82b8, 22681ab97d52c298, 1559741961, "
        + NEXT_SECRET
        + ", 010000005cf7c609a6bb79d16625507a"
  })
  void newCookie_isTheOneOfTheTestVector(
      String address, String clientCookie, long time, String secret, String expected) {
    now = time;
    assertThat(made(cookies(secret), clientCookie, address)).isEqualTo(expected);
  }

  // Appendix A.3: the reserved bytes may be anything, as long as they are part of the hash.
  @Test
  void reservedBytes_areHashedButNotJudged() {
    now = 1559734385;
    String cookie = "fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5";
    assertThat(check(cookies(SECRET), cookie, "203.0.113.203")).isEqualTo(ServerCookies.INVALID);
    now = 0x5cf78f71;
    assertThat(check(cookies(SECRET), cookie, "203.0.113.203")).isEqualTo(ServerCookies.VALID);
  }

  // §4.3: good for an hour, five minutes ahead of our clock too; exchanged after half an hour.
  @ParameterizedTest
  @CsvSource({
    "0, VALID",
    "1800, VALID",
    "1801, RENEW",
    "3600, RENEW",
    "3601, INVALID",
    "-300, VALID",
    "-301, INVALID",
    "2147483647, INVALID",
    "-2147483648, INVALID"
  })
  void age_decides(long seconds, String expected) {
    now = LEARNT_AT + seconds;
    int state = check(cookies(SECRET), LEARNT, "198.51.100.100");
    assertThat(List.of("INVALID", "RENEW", "VALID").get(state)).isEqualTo(expected);
  }

  // §4.3: serial number arithmetic, so that the year 2106 is a year like any other.
  @Test
  void time_mayPassTheEndOfItsField() {
    now = 0xFFFF_FFFFL;
    String cookie = "0102030405060708" + made(cookies(SECRET), "0102030405060708", "192.0.2.1");
    now += 60;
    assertThat(check(cookies(SECRET), cookie, "192.0.2.1")).isEqualTo(ServerCookies.VALID);
  }

  @Test
  void anyChangedBit_makesItInvalid() {
    BigInteger cookie = new BigInteger(LEARNT, 16);
    for (int bit = 0; bit < 192; bit++) {
      String changed = String.format("%048x", cookie.flipBit(bit));
      assertThat(check(cookies(SECRET), changed, "198.51.100.100"))
          .as("bit %d", bit)
          .isEqualTo(ServerCookies.INVALID);
    }
    assertThat(check(cookies(SECRET), LEARNT, "198.51.100.101")).isEqualTo(ServerCookies.INVALID);
    assertThat(check(cookies(SECRET), LEARNT, "::198.51.100.100")).isEqualTo(ServerCookies.INVALID);
  }

  // §5: the next secret is accepted before it makes cookies, the last one for as long after.
  @Test
  void secretsChange_withoutACookieLost() {
    String client = "2464c4abcf10c957";
    Node node = cookies(SECRET);
    final String old = client + made(node, client, "192.0.2.1");
    node = cookies(SECRET, NEXT_SECRET);
    assertThat(check(node, old, "192.0.2.1")).isEqualTo(ServerCookies.VALID);
    Node ahead = cookies(NEXT_SECRET, SECRET);
    String renewed = client + made(ahead, client, "192.0.2.1");
    assertThat(check(node, renewed, "192.0.2.1")).isEqualTo(ServerCookies.RENEW);
    assertThat(check(ahead, old, "192.0.2.1")).isEqualTo(ServerCookies.RENEW);
    Node done = cookies(NEXT_SECRET);
    assertThat(check(done, renewed, "192.0.2.1")).isEqualTo(ServerCookies.VALID);
    assertThat(check(done, old, "192.0.2.1")).isEqualTo(ServerCookies.INVALID);
  }

  @Test
  void cookieOfAnotherLength_isNotOurs() {
    assertThat(check(cookies(SECRET), LEARNT + "00", "198.51.100.100"))
        .isEqualTo(ServerCookies.INVALID);
    assertThat(check(cookies(SECRET), LEARNT.substring(0, 16), "198.51.100.100"))
        .isEqualTo(ServerCookies.INVALID);
  }
}
