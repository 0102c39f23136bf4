package org.popdns.config.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All errors in one line, as logs and refusals have them. */
class ProblemSummaryTest {

  /** Made by JUnit. */
  ProblemSummaryTest() {}

  @ParameterizedTest
  @CsvSource({
    "0, no errors",
    "1, a.zone: is a folder",
    "2, a.zone: is a folder (and 1 more error)",
    "3, a.zone: is a folder (and 2 more errors)"
  })
  void errors_areCounted(int count, String summary) {
    Problem problem =
        new Problem(
            Severity.ERROR,
            new Location.WholeFile(Path.of("a.zone")),
            "is a folder",
            Optional.empty());
    assertThat(ProblemSummary.of(Collections.nCopies(count, problem))).isEqualTo(summary);
  }
}
