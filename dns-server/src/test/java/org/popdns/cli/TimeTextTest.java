package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Times of the past, by what the clock says and where. */
class TimeTextTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-01T11:00:00Z"), BERLIN);

  /** Made by JUnit. */
  TimeTextTest() {}

  @ParameterizedTest
  @CsvSource({
    "2026-02-28T14:05:00Z,2026-02-28T14:05:00Z",
    "2026-02-28T14:05:00.250+01:00,2026-02-28T13:05:00.250Z",
    "11:59,2026-03-01T10:59:00Z",
    "12:00,2026-03-01T11:00:00Z",
    "12:01,2026-02-28T11:01:00Z",
    "09:30:15,2026-03-01T08:30:15Z",
    "10m,2026-03-01T10:50:00Z",
    "10m ago,2026-03-01T10:50:00Z",
    "500ms,2026-03-01T10:59:59.500Z",
    "48h,2026-02-27T11:00:00Z"
  })
  void times_areRead(String text, String time) {
    assertThat(TimeText.parse(text, NOON)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "25:00",
        "14:5",
        "2026-03-01",
        "2026-03-01T14:05",
        "10",
        "10x ago"
      })
  void otherTexts_areNone(String text) {
    assertThatThrownBy(() -> TimeText.parse(text, NOON))
        .hasMessage("'" + text + "' is no time such as 2026-03-01T14:05:00Z, 14:05 or 10m");
  }

  @Test
  void past_isSaidInBothClocks_withWhatItDoesNotHold() {
    assertThat(
            PastText.of(
                JsonMapper.shared()
                    .readTree(
                        """
                        {"past": {"at": "2026-03-01T11:00:00.123456Z",
                                  "journalBegins": "2026-02-01T00:00:00Z",
                                  "then": ["A drained"], "since": ["B served"]}}
                        """),
                BERLIN))
        .isEqualTo(
            """
            as at 2026-03-01T11:00:00.123Z (12:00 in Europe/Berlin), by the journal, which begins at 2026-02-01T00:00:00Z
              held then: A drained
            the configuration and the places of clients are those of now; the journal does not hold what they were before:
              changed since: B served
            """);
    assertThat(PastText.of(JsonMapper.shared().readTree("{}"), BERLIN)).isEmpty();
  }
}
