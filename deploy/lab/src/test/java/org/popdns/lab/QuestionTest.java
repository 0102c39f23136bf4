package org.popdns.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class QuestionTest {

  private static final String QUERY =
      "0102"
          + "0000"
          + "0001"
          + "0000"
          + "0000"
          + "0001"
          + "06696d61676573"
          + "076578616d706c65"
          + "00"
          + "0001"
          + "0001";

  private final Question question = new Question("images.example");

  @Test
  void write_givesAQueryWithNsid() {
    ByteBuffer packet = ByteBuffer.allocate(512);

    question.write(0x0102, packet);

    assertThat(hex(packet))
        .isEqualTo(QUERY + "00" + "0029" + "04d0" + "00000000" + "0004" + "00030000");
  }

  @Test
  void response_tellsAddressAndNode() {
    ByteBuffer response =
        bytes(
            ("0102" + "8400" + "0001" + "0001" + "0000" + "0001" + QUERY.substring(24))
                + ("c00c" + "0001" + "0001" + "0000003c" + "0004" + "c0000215")
                + ("00" + "0029" + "04d0" + "00000000" + "0007" + "0003" + "0003" + "6e7331"));

    assertThat(Question.isUseful(response)).isTrue();
    assertThat(question.address(response)).isEqualTo("192.0.2.21");
    assertThat(Question.nsid(response)).isEqualTo("ns1");
  }

  @Test
  void response_withoutNsid_isOfAnUnknownNode() {
    assertThat(Question.nsid(bytes("0102" + "8400" + "0001" + "0000" + "0000" + "0000")))
        .isEqualTo("unknown");
  }

  @Test
  void response_withoutAnswerOrWithAnError_isOfNoUse() {
    assertThat(Question.isUseful(bytes("0102" + "8400" + "0001" + "0000" + "0000" + "0000")))
        .isFalse();
    assertThat(Question.isUseful(bytes("0102" + "8402" + "0001" + "0001" + "0000" + "0000")))
        .isFalse();
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  private static String hex(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
