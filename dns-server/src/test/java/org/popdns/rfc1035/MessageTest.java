package org.popdns.rfc1035;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.ServesExample;
import org.popdns.record.RecordType;

final class MessageTest extends ServesExample {

  // §4.1: every byte of a response.
  @Test
  void response_isTheseBytes() throws IOException {
    byte[] response =
        client().udp(QueryBytes.of("www.Example.com.", 1).id(0xCAFE).flags(0x0100).bytes());
    assertThat(HexFormat.of().formatHex(response))
        .isEqualTo(
            "cafe8500000100010000000003777777074578616d706c6503636f6d0000010001"
                + "c00c000100010000012c0004c0000250");
  }

  // §4.1.1: RD is copied, AA and RA are ours; CD as of RFC 4035 §3.1.6; Z stays zero.
  @Test
  void flags_areCopiedOrOurs() throws IOException {
    byte[] response = client().udp(QueryBytes.of("www.example.com.", 1).flags(0x07F0).bytes());
    assertThat(response[2] & 0xff).isEqualTo(0x85);
    assertThat(response[3] & 0xff).isEqualTo(0x10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 15})
  void opcode_otherThanQuery_isNotImplemented(int opcode) throws IOException {
    byte[] response =
        client().udp(QueryBytes.of("www.example.com.", 1).flags(opcode << 11).id(7).bytes());
    assertThat(response).hasSize(12);
    assertThat(HexFormat.of().formatHex(response))
        .isEqualTo("0007%04x0000000000000000".formatted(0x8004 | opcode << 11));
  }

  // §4.1.4: a question has nothing before it to point to.
  @Test
  void question_withPointer_isAFormatError() throws IOException {
    byte[] pointer = {3, 'w', 'w', 'w', (byte) 0xC0, 12};
    byte[] response = client().udp(QueryBytes.of(pointer, 1, 1).id(9).bytes());
    assertThat(HexFormat.of().formatHex(response)).isEqualTo("000980010000000000000000");
  }

  @Test
  void message_cutAtAnyLength_isAFormatErrorOrIgnored() throws IOException {
    byte[] whole = QueryBytes.of("www.example.com.", 1).opt(1232).bytes();
    for (int length = 12; length < whole.length; length++) {
      Decoded decoded = Decoded.of(client().udp(Arrays.copyOf(whole, length)));
      assertThat(decoded.rcode()).as("%d bytes", length).isEqualTo("FORMERR");
    }
    assertThat(client().ignores(Arrays.copyOf(whole, 11))).isTrue();
    assertThat(client().ignores(new byte[0])).isTrue();
  }

  @Test
  void response_isIgnored() throws IOException {
    assertThat(client().ignores(QueryBytes.of("www.example.com.", 1).flags(0x8000).bytes()))
        .isTrue();
  }

  @Test
  void datagram_longerThanAnyQuery_isAFormatError() throws IOException {
    QueryBytes query = QueryBytes.of("www.example.com.", 1);
    int[] padding = new int[8000];
    assertThat(Decoded.of(client().udp(query.raw(padding).bytes())).rcode()).isEqualTo("FORMERR");
  }

  // §2.3.3: the case of a question is kept, and of no matter; owners are as the question.
  @Test
  void case_isKeptAndOfNoMatter() {
    Decoded decoded = ask("wWw.eXaMpLe.CoM.", RecordType.A);
    assertThat(decoded.answers()).containsExactly("wWw.eXaMpLe.CoM. 300 A 192.0.2.80");
    assertThat(ask("mIXED.example.com.", RecordType.TXT).answers())
        .containsExactly("mIXED.example.com. 3600 TXT Case");
  }

  // §3.2.4: no data of another class.
  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4, 254, 255, 65535})
  void class_otherThanInternet_isRefused(int recordClass) {
    assertThat(udp(QueryBytes.of("www.example.com.", 1, recordClass)).rcode()).isEqualTo("REFUSED");
  }
}
