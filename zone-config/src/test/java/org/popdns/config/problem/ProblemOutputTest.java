package org.popdns.config.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.popdns.config.problem.ProblemPrinter.Colours;

class ProblemOutputTest {

  private final ProblemLog log = new ProblemLog();

  @Test
  void text_repeatsTabs_soThatTheCaretStandsUnderTheToken() {
    source("\t\ta: b\n").error(new Span(1, 6, 1), "wrong");

    assertThat(text()).isEqualTo("file:1:6: error: wrong\n\t\ta: b\n\t\t   ^\n");
  }

  @Test
  void text_replacesControlCharacters_soThatAFileCannotForgeOutput() {
    source("a: \u001b[31mred\u202e\n").error(new Span(1, 4, 3), "no " + Quoted.of("\u001b[31m\n"));

    assertThat(text())
        .isEqualTo("file:1:4: error: no '\\u001B[31m\\n'\na: \uFFFD[31mred\uFFFD\n   ^~~\n");
  }

  @Test
  void text_countsCodePoints() {
    source("😀😀: x\n").error(new Span(1, 5, 1), "wrong");

    assertThat(text()).isEqualTo("file:1:5: error: wrong\n😀😀: x\n    ^\n");
  }

  @Test
  void text_withColours_paintsPlaceSeverityAndCaret() {
    source("a\n").warning(new Span(1, 1, 1), "doubtful");

    assertThat(new ProblemPrinter(Colours.ON).print(log.sorted()))
        .isEqualTo(
            """
            \u001b[1mfile:1:1: \u001b[0m\u001b[1;33mwarning:\u001b[0m doubtful
            a
            \u001b[1;32m^\u001b[0m
            """);
  }

  @Test
  void problems_areSortedByFileAndPlace_andCountOnce() {
    FileProblems file = source("a\nb\n");
    file.error(new Span(2, 1, 1), "second");
    file.error(new Span(1, 1, 1), "first");
    file.error(new Span(1, 1, 1), "first");
    log.error(Path.of("another"), "cannot be read");
    log.errorOutside("unknown site 'x' (--site)", Optional.of("y"));

    assertThat(text())
        .isEqualTo(
            """
            error: unknown site 'x' (--site); did you mean 'y'?
            another: error: cannot be read
            file:1:1: error: first
            a
            ^
            file:2:1: error: second
            b
            ^
            """);
  }

  @Test
  void problemsBeyondTheLimit_areCounted() {
    FileProblems file = source("a\n");
    for (int i = 1; i <= FileProblems.LIMIT; i++) {
      file.warning(new Span(1, 1, 1), "warning " + i);
    }
    file.error(new Span(1, 1, 1), "an error");

    List<Problem> problems = log.sorted();
    assertThat(problems).hasSize(FileProblems.LIMIT + 1);
    assertThat(problems.getFirst().text()).isEqualTo("1 more problem is left out");
    assertThat(log.hasErrors()).isTrue();
    assertThat(text()).endsWith("file: and 951 more problems\n");
  }

  @Test
  void errorBehindManyWarnings_isShown() {
    FileProblems file = source("a\n");
    for (int i = 10; i < ProblemPrinter.SHOWN_PER_FILE + 19; i++) {
      file.warning(new Span(1, 1, 1), "warning " + i);
    }
    file.error(new Span(1, 2, 1), "an error");

    assertThat(text())
        .contains("file:1:1: warning: warning 58\na\n^\nfile:1:2: error: an error\na\n ^\n")
        .doesNotContain("warning 59")
        .endsWith("file: and 10 more problems\n");
  }

  @Test
  void json_holdsWhatIsKnown() {
    source("site: nroth\n")
        .error(new Span(1, 7, 5), "unknown site \"nroth\"", Optional.of("north"));
    log.warning(Path.of("zones"), "holds no zone");
    log.errorOutside("no site", Optional.empty());

    assertThat(new ProblemJson().print(log.sorted()))
        .isEqualTo(
            "[{\"severity\":\"error\",\"message\":\"no site\"},"
                + "{\"severity\":\"error\",\"file\":\"file\",\"line\":1,\"column\":7,"
                + "\"endColumn\":12,\"message\":\"unknown site \\\"nroth\\\"\","
                + "\"suggestion\":\"north\"},"
                + "{\"severity\":\"warning\",\"file\":\"zones\",\"message\":\"holds no zone\"}]");
  }

  @Test
  void suggestion_isTheNearestWord_ifItIsNear() {
    List<String> words = List.of("members", "member", "check", "A");

    assertThat(Spelling.nearest("memebrs", words)).hasValue("members");
    assertThat(Spelling.nearest("Check", words)).hasValue("check");
    assertThat(Spelling.nearest("chekc", words)).hasValue("check");
    assertThat(Spelling.nearest("unrelated", words)).isEmpty();
    assertThat(Spelling.nearest("B", words)).isEmpty();
    assertThat(Spelling.nearest("", words)).isEmpty();
  }

  private FileProblems source(String text) {
    return log.of(new SourceText(Path.of("file"), text));
  }

  private String text() {
    return new ProblemPrinter(Colours.OFF).print(log.sorted());
  }
}
