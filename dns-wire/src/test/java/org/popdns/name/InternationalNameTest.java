package org.popdns.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InternationalNameTest {

  @ParameterizedTest
  @CsvSource({
    "käse.bücher.example., xn--kse-qla.xn--bcher-kva.example.",
    "*.käse, *.xn--kse-qla",
    "_dmarc.käse, _dmarc.xn--kse-qla",
    "例え.テスト, xn--r8jz45g.xn--zckzah",
    // What IDNA 2003 took for ss, σ and nothing.
    "faß.example, xn--fa-hia.example",
    "οδος, xn--pxavbm",
    "نامه\u200cای, xn--mgba3gch31f060k",
    // RFC 3492 §7.1 (L).
    "3年b組金八先生, xn--3b-ww4c5e180e575a65lsy2b"
  })
  void letters_becomeAnALabel_andBack(String written, String served) {
    assertThat(InternationalName.toAscii(written)).isEqualTo(served);
    assertThat(InternationalName.toUnicode(served)).isEqualTo(written);
  }

  @Test
  void capitalsLettersInTwoParts_andWideDots_areTheSameName() {
    assertThat(InternationalName.toAscii("BU\u0308CHER\u3002example"))
        .isEqualTo("xn--bcher-kva.example");
  }

  @Test
  void asciiNames_areWhatTheyAre() {
    assertThat(InternationalName.toAscii("WWW.a\\.b.\\195\\188."))
        .isEqualTo("WWW.a\\.b.\\195\\188.");
    assertThat(InternationalName.toUnicode("www.xn--bogus-0000000.example."))
        .isEqualTo("www.xn--bogus-0000000.example.");
  }

  @Test
  void whatNoNameMayHave_isRefusedWithTheReason() {
    assertThatThrownBy(() -> InternationalName.toAscii("i❤.example"))
        .hasMessage("'i❤.example': ❤ (U+2764) cannot stand in a name");
    assertThatThrownBy(() -> InternationalName.toAscii("ab--ü"))
        .hasMessage("'ab--ü': a label has its hyphens where it must have none");
    assertThatThrownBy(() -> InternationalName.toAscii("\u0308x"))
        .hasMessage("'\u0308x': a label begins with a mark that belongs to a letter before it");
    assertThatThrownBy(() -> InternationalName.toAscii("a\\.ü"))
        .hasMessage("'a\\.ü': escapes and letters beyond ASCII do not go together");
    assertThatThrownBy(() -> InternationalName.toAscii("ü".repeat(60)))
        .hasMessageContaining("has a label of more than 63 bytes, once it is xn--");
  }
}
