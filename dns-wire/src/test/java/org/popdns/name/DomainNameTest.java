package org.popdns.name;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names in presentation format. */
class DomainNameTest {

  @ParameterizedTest
  @CsvSource({
    "'', false",
    "., true",
    "@, false",
    "a, false",
    "a., true",
    "'a\\.', false",
    "'a\\\\.', true",
    "'a\\\\\\.', false",
    "'a\\046', false"
  })
  void isAbsolute_withAFinalDotThatIsNotEscaped(String text, boolean absolute) {
    assertThat(DomainName.isAbsolute(text)).isEqualTo(absolute);
  }
}
