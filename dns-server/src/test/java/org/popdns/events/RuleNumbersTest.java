package org.popdns.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RuleNumbersTest {

  @Test
  void numbers_areToldInRuns() {
    assertThat(RuleNumbers.text(List.of(2))).isEqualTo("rule 2");
    assertThat(RuleNumbers.text(List.of(2, 3))).isEqualTo("rules 2, 3");
    assertThat(RuleNumbers.text(List.of(1, 2, 3, 7, 9, 10, 11, 12)))
        .isEqualTo("rules 1-3, 7, 9-12");
    assertThat(RuleNumbers.text(List.of(0))).isEqualTo("no rule");
  }
}
