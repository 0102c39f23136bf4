package org.popdns.rfc8945;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.popdns.harness.Decoded;
import org.popdns.harness.DnsClient;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.ServesExample;
import org.popdns.harness.SignatureBytes;

/** No key is known: whoever signs is told so. */
final class UnknownKeyTest extends ServesExample {

  private static final String QUESTION = "03777777076578616d706c6503636f6d00" + "00010001";

  // Class ANY, TTL 0, the time and fudge of the query, no MAC, its original ID, BADKEY, no more.
  private static final String BADKEY =
      "036b657900"
          + "00fa00ff00000000"
          + "001d"
          + "0b686d61632d73686132353600"
          + "000069570a80"
          + "012c"
          + "0000"
          + "9abc"
          + "0011"
          + "0000";

  private static SignatureBytes signature() {
    return SignatureBytes.of("key.", "hmac-sha256.").id(0x9abc);
  }

  private static QueryBytes www() {
    return QueryBytes.of("www.example.com.", 1).flags(0x0100);
  }

  private byte[] bytes(QueryBytes query) throws IOException {
    return client().udp(query.bytes());
  }

  private static String hex(byte[] message) {
    return HexFormat.of().formatHex(message);
  }

  // §5.2.1, §5.3.2
  @Test
  void signedQuery_isNotAuth_withAnUnsignedRecordThatSaysBadKey() throws IOException {
    assertThat(hex(bytes(www().tsig(signature()))))
        .isEqualTo("12348109" + "0001000000000001" + QUESTION + BADKEY);
  }

  @Test
  void signedQueryOverTcp_isAnsweredInTheSameWay() throws IOException {
    try (DnsClient.Tcp connection = client().tcp()) {
      connection.send(www().tsig(signature()).bytes());
      assertThat(hex(connection.receive()))
          .isEqualTo("12348109" + "0001000000000001" + QUESTION + BADKEY);
    }
  }

  // §5.1: behind the OPT record.
  @Test
  void signedQueryWithEdns_hasTheOptRecordFirst() throws IOException {
    assertThat(hex(bytes(www().opt(1232).tsig(signature()))))
        .isEqualTo("12348109" + "0001000000000002" + QUESTION + "00002904d0000000000000" + BADKEY);
  }

  @Test
  void signedQueryWithACookie_isGivenOne() {
    Decoded decoded = udp(www().option(10, "0102030405060708").tsig(signature()));
    assertThat(decoded.rcode()).isEqualTo("NOTAUTH");
    assertThat(decoded.options()).first().asString().startsWith("10: 0102030405060708");
  }

  // Whatever is asked for: the signature comes first.
  @ParameterizedTest
  @ValueSource(ints = {1, 6, 252, 251, 255, 250})
  void anyType_isNotAuth(int type) {
    for (String name : List.of("example.com.", "nx.example.com.", "example.net.", ".")) {
      Decoded decoded = udp(QueryBytes.of(name, type).tsig(signature()));
      assertThat(decoded.rcode()).isEqualTo("NOTAUTH");
      assertThat(decoded.flags()).isEqualTo("qr");
      assertThat(decoded.answers()).isEmpty();
      assertThat(decoded.authorities()).isEmpty();
    }
    assertThat(udp(QueryBytes.of("id.server.", 16, 3).tsig(signature())).rcode())
        .isEqualTo("NOTAUTH");
  }

  // §5.2.1: an algorithm that is not known is a key that is not known; case is kept.
  @Test
  void unknownAlgorithm_isBadKeyToo() throws IOException {
    String response = hex(bytes(www().tsig(SignatureBytes.of("K.", "Foo.example."))));
    assertThat(response)
        .isEqualTo(
            "12348109"
                + "0001000000000001"
                + QUESTION
                + "014b00"
                + "00fa00ff00000000"
                + "001d"
                + "03466f6f076578616d706c6500"
                + "000069570a80"
                + "012c"
                + "0000"
                + "1234"
                + "0011"
                + "0000");
  }

  // Names that come compressed go uncompressed (NSD, Knot and BIND take them).
  @Test
  void compressedNames_areExpanded() throws IOException {
    SignatureBytes compressed = signature().owner(0xC0, 12).algorithm(0xC0, 16);
    assertThat(hex(bytes(www().tsig(compressed))))
        .isEqualTo(
            "12348109"
                + "0001000000000001"
                + QUESTION
                + "03777777076578616d706c6503636f6d00"
                + "00fa00ff00000000"
                + "001d"
                + "076578616d706c6503636f6d00"
                + "000069570a80"
                + "012c"
                + "0000"
                + "9abc"
                + "0011"
                + "0000");
  }

  static List<SignatureBytes> malformed() {
    return List.of(
        signature().recordClass(1),
        signature().ttl(1),
        signature().macLength(31),
        signature().macLength(33),
        signature().macLength(65535),
        signature().otherLength(1),
        signature().otherLength(65535),
        signature().tail(0),
        signature().algorithm(),
        signature().algorithm(0xC0),
        signature().algorithm(64),
        signature().algorithm(0xFF, 0xFF),
        signature().owner(0xC0, 255));
  }

  // §5.2: what can't be read is FORMERR, without a TSIG record.
  @ParameterizedTest
  @MethodSource("malformed")
  void malformedRecord_isAFormatError(SignatureBytes signature) throws IOException {
    assertThat(hex(bytes(www().tsig(signature))))
        .isEqualTo("12348101" + "0001000000000000" + QUESTION);
    assertThat(hex(bytes(www().opt(1232).tsig(signature))))
        .isEqualTo("12348101" + "0001000000000001" + QUESTION + "00002904d0000000000000");
  }

  // RFC 1035 §4.1.4: a pointer leads back, so a name ends.
  @Test
  void pointerToItself_isAFormatError() throws IOException {
    List<SignatureBytes> endless =
        List.of(
            signature().owner(0xC0, 33),
            signature().owner(1, 'a', 0xC0, 33),
            signature().algorithm(0xC0, 48),
            signature().algorithm(1, 'a', 0xC0, 48));
    for (SignatureBytes signature : endless) {
      assertThat(hex(bytes(www().tsig(signature))))
          .isEqualTo("12348101" + "0001000000000000" + QUESTION);
    }
  }

  // §5.1: one, the last of the additional section.
  @Test
  void misplacedRecord_isAFormatError() throws IOException {
    QueryBytes second = www().tsig(signature()).tsig(signature());
    assertThat(hex(bytes(second))).isEqualTo("12348101" + "0001000000000000" + QUESTION);
    QueryBytes beforeOpt = www().tsig(signature()).opt(1232);
    assertThat(hex(bytes(beforeOpt)))
        .isEqualTo("12348101" + "0001000000000001" + QUESTION + "00002904d0000000000000");
    for (int section = 1; section <= 2; section++) {
      byte[] moved = www().tsig(signature()).count(3, 0).count(section, 1).bytes();
      assertThat(hex(client().udp(moved))).isEqualTo("12348101" + "0001000000000000" + QUESTION);
    }
  }

  @Test
  void cutOffRecord_isAFormatError() throws IOException {
    byte[] whole = www().tsig(signature()).bytes();
    for (int length = 12 + 21; length < whole.length; length++) {
      assertThat(hex(client().udp(www().tsig(signature()).first(length))))
          .isEqualTo("12348101" + "0001000000000000" + QUESTION);
    }
  }

  // The order of NSD, Knot and BIND where they agree, else of two of them.
  @Test
  void whatIsWrongWithoutTheSignature_isSaidFirst() {
    assertThat(udp(www().flags(0x1000).tsig(signature())).rcode()).isEqualTo("NOTIMP");
    assertThat(udp(QueryBytes.empty().tsig(signature())).rcode()).isEqualTo("FORMERR");
    Decoded version1 = udp(www().record(3, new byte[1], 41, 1232, 0x0001_0000L).tsig(signature()));
    assertThat(version1.rcode()).isEqualTo("BADVERS");
    assertThat(udp(www().option(10, "01").tsig(signature())).rcode()).isEqualTo("FORMERR");
  }

  // §5.3: three longest names fit no datagram of 512 bytes. TC, and the whole over TCP.
  @Test
  void recordThatDoesNotFit_isLeftOutWithTc() throws IOException {
    String label = "x".repeat(63) + ".";
    String longest = label.repeat(3) + "x".repeat(61) + ".";
    QueryBytes query = QueryBytes.of(longest, 1).tsig(SignatureBytes.of(longest, longest));
    Decoded udp = udp(query);
    assertThat(udp.rcode()).isEqualTo("NOTAUTH");
    assertThat(udp.flags()).isEqualTo("qr tc");
    assertThat(udp.additionals()).isEmpty();
    assertThat(udp.lengthBytes()).isEqualTo(12 + 255 + 4);
    Decoded tcp = client().tcp(query);
    assertThat(tcp.flags()).isEqualTo("qr");
    assertThat(tcp.lengthBytes()).isEqualTo(12 + 255 + 4 + 255 + 10 + 255 + 16);
  }
}
