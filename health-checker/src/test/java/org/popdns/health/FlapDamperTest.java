package org.popdns.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.popdns.config.model.Check;
import org.popdns.health.probe.Checks;
import org.popdns.health.probe.ProbeOutcome;

/** Results are written as + and -, statuses as U (up), D (down), rise is 2 and fall is 3. */
final class FlapDamperTest {
  private static final Check.Timing TIMING = Checks.USUAL;

  private static List<FlapDamper.Standing> standings(Check.Timing timing, String results) {
    List<FlapDamper.Standing> standings = new ArrayList<>();
    FlapDamper.Standing current = FlapDamper.Standing.UNKNOWN;
    for (int i = 0; i < results.length(); i++) {
      ProbeOutcome outcome =
          results.charAt(i) == '+'
              ? new ProbeOutcome.Success("yes")
              : new ProbeOutcome.Failure("no");
      current = FlapDamper.next(timing, current, outcome);
      standings.add(current);
    }
    return standings;
  }

  private static String statuses(List<FlapDamper.Standing> standings) {
    StringBuilder text = new StringBuilder();
    standings.forEach(standing -> text.append(standing.status().name().charAt(0)));
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "+, U", // the first result alone
    "-, D",
    "+--, UUU",
    "+---, UUUD",
    "+--+--, UUUUUU", // a success begins the count anew
    "+--+---, UUUUUUD",
    "-+, DD",
    "-++, DDU",
    "-+-+, DDDD", // so does a failure
    "-+-++, DDDDU",
    "+---++, UUUDDU",
  })
  void status_followsRiseAndFall(String results, String statuses) {
    assertThat(statuses(standings(TIMING, results))).isEqualTo(statuses);
  }

  @ParameterizedTest
  @CsvSource({"+--, 0 1 2", "+---, 0 1 2 0", "+--+, 0 1 2 0", "-+-, 0 1 0"})
  void streak_countsWhatContradicts(String results, String streaks) {
    assertThat(standings(TIMING, results))
        .extracting(FlapDamper.Standing::streak)
        .containsExactlyElementsOf(
            Stream.of(streaks.split(" ", -1)).map(Integer::valueOf).toList());
  }

  @ParameterizedTest
  @CsvSource({"+-+-, UDUD", "-+-+, DUDU"})
  void riseAndFallOfOne_followEveryResult(String results, String statuses) {
    Check.Timing eager = Checks.timing(TIMING.interval(), TIMING.timeout(), 1, 1);
    assertThat(statuses(standings(eager, results))).isEqualTo(statuses);
  }
}
