package org.popdns.report.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInfo;
import org.popdns.harness.TestServer;

/** Tests of the metrics' values; what a test says it compares, it has to look at. */
abstract class MetricValues {

  private final Set<String> seen = new TreeSet<>();

  /**
   * The series of a family, each with its value.
   *
   * @param name as operators see it
   */
  final List<String> family(TestServer server, String name) {
    seen.add(name);
    Family known =
        MetricsPage.families().stream()
            .filter(family -> family.exposedName().equals(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no family " + name));
    List<String> suffixes =
        known.kind() == Family.Kind.HISTOGRAM ? List.of("_bucket", "_count", "_sum") : List.of("");
    return server
        .page("/metrics")
        .body()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .filter(line -> suffixes.stream().anyMatch(end -> nameOf(line).equals(name + end)))
        .toList();
  }

  private static String nameOf(String line) {
    return line.substring(0, line.indexOf(line.contains("{") ? '{' : ' '));
  }

  /** The value of a family that has one series alone, or of one of its series. */
  final double value(TestServer server, String series) {
    String name = series.contains("{") ? series.substring(0, series.indexOf('{')) : series;
    return family(server, name).stream()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no series " + series));
  }

  @AfterEach
  final void familiesThatTheTestNames_wereLookedAt(TestInfo test) {
    ValuesOf named = test.getTestMethod().orElseThrow().getAnnotation(ValuesOf.class);
    assertThat(seen).containsAll(Arrays.asList(Objects.requireNonNull(named).value()));
  }
}
