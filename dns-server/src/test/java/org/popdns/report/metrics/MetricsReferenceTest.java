package org.popdns.report.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every family is documented, and the value of each is tested. */
final class MetricsReferenceTest {

  private static final Path DOCUMENT = Path.of("../docs/metrics.md");

  private static final List<Class<? extends MetricValues>> VALUE_TESTS =
      List.of(
          AnswerValuesTest.class,
          ConfigurationValuesTest.class,
          HealthValuesTest.class,
          PlaceValuesTest.class,
          SampleValuesTest.class,
          AnnouncementValuesTest.class,
          NotificationValuesTest.class);

  private static Set<String> names() {
    return MetricsPage.families().stream()
        .map(Family::exposedName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyFamily_hasATestOfItsValues() {
    Set<String> tested = new TreeSet<>();
    for (Class<?> test : VALUE_TESTS) {
      for (Method method : test.getDeclaredMethods()) {
        ValuesOf named = method.getAnnotation(ValuesOf.class);
        if (named != null) {
          tested.addAll(List.of(named.value()));
        }
      }
    }
    assertThat(tested).isEqualTo(names());
  }

  @Test
  void families_haveNamesOfTheirOwn() {
    assertThat(names()).hasSameSizeAs(MetricsPage.families());
  }

  @Test
  void document_hasEveryFamily_asTheServerDescribesIt() throws IOException {
    String expected =
        MetricsPage.ROOMS.stream()
            .map(
                room ->
                    "## "
                        + room.title()
                        + "\n\n| metric | kind | |\n|---|---|---|\n"
                        + room.families().stream()
                            .map(MetricsReferenceTest::row)
                            .collect(Collectors.joining()))
            .collect(Collectors.joining("\n"));
    String document = Files.readString(DOCUMENT);
    assertThat(document.substring(document.indexOf("\n## ") + 1)).isEqualTo(expected);
  }

  private static String row(Family family) {
    String labels = family.labels().isEmpty() ? "" : "{" + String.join(",", family.labels()) + "}";
    return "| `%s%s` | %s | %s |\n"
        .formatted(family.exposedName(), labels, family.kind().label(), family.help());
  }
}
