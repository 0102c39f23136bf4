package org.popdns.config.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Regular expressions of operators, and of those who would rather see memory run out. */
final class BodyPatternTest {

  private static BodyPattern taken(String text) {
    return ((BodyPattern.Read.Taken) BodyPattern.of(text)).pattern();
  }

  private static String refused(String text) {
    return ((BodyPattern.Read.Refused) BodyPattern.of(text)).reason();
  }

  @Test
  void pattern_isFoundAnywhere_inUtf8() {
    byte[] body = "état: prêt, 12 hosts\n".getBytes(StandardCharsets.UTF_8);
    assertThat(taken("pr.t, [0-9]+ hosts").isFoundIn(body)).isTrue();
    assertThat(taken("^état").isFoundIn(body)).isTrue();
    assertThat(taken("^prêt").isFoundIn(body)).isFalse();
    assertThat(taken("(?i)HOSTS").isFoundIn(body)).isTrue();
  }

  @Test
  void text_isLookedAtInItsFirst8KiB() {
    byte[] within =
        ("a".repeat(BodyPattern.MOST_BYTES - 2) + "ok").getBytes(StandardCharsets.UTF_8);
    byte[] beyond =
        ("a".repeat(BodyPattern.MOST_BYTES - 1) + "ok").getBytes(StandardCharsets.UTF_8);
    assertThat(taken("ok").isFoundIn(within)).isTrue();
    assertThat(taken("ok").isFoundIn(beyond)).isFalse();
  }

  @Test
  void equalText_isEqual() {
    assertThat(taken("a+")).isEqualTo(taken("a+")).hasSameHashCodeAs(taken("a+"));
    assertThat(taken("a+")).isNotEqualTo(taken("a*")).hasToString("a+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a{150}){150}",
        "(([ab]{15}){1,15}){150,}",
        "(\\Qab\\E(\\pL{15}){15}){150}",
        "(([[:alpha:]]{15}){15}){150}"
      })
  void whatIsFarTooLarge_isNotEvenCompiled(String text) {
    assertThat(refused(text))
        .isEqualTo("comes to far more steps with its repetitions than the 200 that it may");
  }

  @ParameterizedTest
  @CsvSource({"a{10}b, 11", "(ab){10}, 40", "a{2}{3}, 6", "[^]x{3}]{4}, 4", "\\x{41}{3}, 3"})
  void size_isThatOfWhatIsWrittenOut(String text, double steps) {
    assertThat(PatternSize.of(text)).isEqualTo(steps);
  }

  @Test
  void others_areRefusedWithTheReason() {
    assertThat(refused("(a{10}){100}"))
        .isEqualTo("comes to 1202 steps with its repetitions, and may come to 200 at most");
    assertThat(refused("a(?=b)"))
        .isEqualTo("is no regular expression of RE2: invalid or unsupported Perl syntax: (?=");
    assertThat(refused("x".repeat(501))).isEqualTo("has 501 characters, and may have 500 at most");
  }
}
