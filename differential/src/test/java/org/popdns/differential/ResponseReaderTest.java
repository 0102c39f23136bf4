package org.popdns.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.popdns.differential.wire.Response;
import org.popdns.differential.wire.Response.Outcome;
import org.popdns.differential.wire.ResponseReader;

class ResponseReaderTest {

  private static final String QUESTION = "0357575704746573740000050001";

  private static Response read(String hex) {
    return ResponseReader.read(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  @Test
  void compressedNames_areWrittenOutInLowerCase() {
    Response response =
        read(
            "1234 8400 0001 0001 0000 0001"
                + QUESTION
                + "c00c 0005 0001 0000003c 0007 0458595a5a c010"
                + "00 0029 04d0 01 00 8000 0006 000f 0002 0016");
    assertThat(response.rcode()).isEqualTo(16);
    assertThat(response.flags()).isEqualTo(0x8400);
    assertThat(response.question()).isEqualTo(QUESTION);
    assertThat(response.opt()).contains("008000");
    assertThat(response.answer()).hasToString("[WWW.test. CNAME [60 xyzz.test.]]");
  }

  @Test
  void bytesBehindTheLastRecord_areMalformed() {
    assertThat(read("1234 8400 0001 0000 0000 0000" + QUESTION + "00").outcome())
        .isEqualTo(Outcome.MALFORMED);
  }

  @Test
  void pointerToItself_isMalformed() {
    assertThat(read("1234 8400 0001 0000 0000 0000 c00c 0001 0001").outcome())
        .isEqualTo(Outcome.MALFORMED);
  }
}
