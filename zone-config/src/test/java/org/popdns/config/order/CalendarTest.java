package org.popdns.config.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CalendarTest {

  /** The first occurrence from a moment on, as {@code BEGIN/END}. */
  private static String next(String calendar, String now) {
    return Calendar.of(calendar)
        .next(Instant.parse(now))
        .map(when -> when.from() + "/" + when.until().orElseThrow())
        .orElse("never");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "Tue 02:00-04:00 Europe/Berlin | 2026-02-01T00:00:00Z |"
            + " 2026-02-03T01:00:00Z/2026-02-03T03:00:00Z",
        "Tue 02:00-04:00 | 2026-02-01T00:00:00Z | 2026-02-03T02:00:00Z/2026-02-03T04:00:00Z",
        "tuesday 02:00-04:00 UTC | 2026-02-03T03:59:59Z |"
            + " 2026-02-03T02:00:00Z/2026-02-03T04:00:00Z",
        "Tue 02:00-04:00 UTC | 2026-02-03T04:00:00Z | 2026-02-10T02:00:00Z/2026-02-10T04:00:00Z",
        "Mon-Fri 02:00-04:00 | 2026-02-06T05:00:00Z | 2026-02-09T02:00:00Z/2026-02-09T04:00:00Z",
        "Fri-Mon 02:00-04:00 | 2026-02-02T05:00:00Z | 2026-02-06T02:00:00Z/2026-02-06T04:00:00Z",
        "Tue,Thu 02:00-04:00 | 2026-02-03T05:00:00Z | 2026-02-05T02:00:00Z/2026-02-05T04:00:00Z",
        "first Tue 02:00-04:00 | 2026-02-04T00:00:00Z | 2026-03-03T02:00:00Z/2026-03-03T04:00:00Z",
        "second Tue 02:00-04:00 | 2026-02-04T00:00:00Z | 2026-02-10T02:00:00Z/2026-02-10T04:00:00Z",
        "last Sun 02:00-04:00 | 2026-02-04T00:00:00Z | 2026-02-22T02:00:00Z/2026-02-22T04:00:00Z",
        "day 15 02:00-04:00 | 2026-02-16T00:00:00Z | 2026-03-15T02:00:00Z/2026-03-15T04:00:00Z",
      })
  void calendar_occurs(String calendar, String now, String occurrence) {
    assertThat(next(calendar, now)).isEqualTo(occurrence);
  }

  @Test
  void stretchOverMidnight_endsOnTheNextDay() {
    assertThat(next("Sat 23:00-01:00 UTC", "2026-02-08T00:30:00Z"))
        .isEqualTo("2026-02-07T23:00:00Z/2026-02-08T01:00:00Z");
    assertThat(next("daily 23:00-01:00 Pacific/Auckland", "2026-02-08T11:30:00Z"))
        .isEqualTo("2026-02-08T10:00:00Z/2026-02-08T12:00:00Z");
  }

  @Test
  void wholeDay_isFromMidnightToMidnight() {
    assertThat(next("Sun 00:00-24:00 Asia/Tokyo", "2026-02-07T16:00:00Z"))
        .isEqualTo("2026-02-07T15:00:00Z/2026-02-08T15:00:00Z");
  }

  @Test
  void monthsEnd_isWhereTheMonthHasIt() {
    assertThat(next("last day 02:00-04:00", "2028-02-01T00:00:00Z"))
        .isEqualTo("2028-02-29T02:00:00Z/2028-02-29T04:00:00Z");
    assertThat(next("day 31 02:00-04:00", "2026-01-31T05:00:00Z"))
        .isEqualTo("2026-03-31T02:00:00Z/2026-03-31T04:00:00Z");
    assertThat(next("last day 23:00-01:00", "2026-02-28T23:30:00Z"))
        .isEqualTo("2026-02-28T23:00:00Z/2026-03-01T01:00:00Z");
  }

  @Test
  void clocksPutForward_aTimeLeftOutIsTheMomentOfTheChange() {
    // On 2026-03-29 at 02:00 clocks in Berlin go to 03:00, which is 01:00 UTC.
    assertThat(next("Sun 02:30-04:00 Europe/Berlin", "2026-03-28T00:00:00Z"))
        .isEqualTo("2026-03-29T01:00:00Z/2026-03-29T02:00:00Z");
    assertThat(next("Sun 01:00-02:30 Europe/Berlin", "2026-03-28T00:00:00Z"))
        .isEqualTo("2026-03-29T00:00:00Z/2026-03-29T01:00:00Z");
  }

  @Test
  void clocksPutForward_aStretchLeftOutDoesNotOccur() {
    assertThat(next("Sun 02:00-03:00 Europe/Berlin", "2026-03-28T00:00:00Z"))
        .isEqualTo("2026-04-05T00:00:00Z/2026-04-05T01:00:00Z");
  }

  @Test
  void clocksPutBack_aTimeThatComesTwiceCutsNothingShort() {
    // On 2026-10-25 at 03:00 clocks in Berlin go to 02:00, which is 01:00 UTC.
    assertThat(next("Sun 02:30-04:00 Europe/Berlin", "2026-10-24T00:00:00Z"))
        .isEqualTo("2026-10-25T00:30:00Z/2026-10-25T03:00:00Z");
    assertThat(next("Sun 01:00-02:30 Europe/Berlin", "2026-10-24T00:00:00Z"))
        .isEqualTo("2026-10-24T23:00:00Z/2026-10-25T01:30:00Z");
  }

  @Test
  void everyDayOfTenYears_occursOnceInOrder() {
    Calendar calendar = Calendar.of("daily 02:15-02:45 Europe/Berlin");
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    int times = 0;
    while (now.isBefore(Instant.parse("2036-01-01T00:00:00Z"))) {
      Window.Occurrence next = calendar.next(now).orElseThrow();
      assertThat(next.from()).isAfterOrEqualTo(now);
      now = next.until().orElseThrow();
      times++;
    }
    // 3652 days, of which ten have no such half an hour.
    assertThat(times).isEqualTo(3652 - 10 + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Tue", "Tue 02:00", "02:00-04:00", "Tue 2:00-4:00", "Tue 02:00-04:00 a b"})
  void otherText_isNoCalendar(String text) {
    assertThatThrownBy(() -> Calendar.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is no calendar such as 'Tue 02:00-04:00 Europe/Berlin'");
  }

  @Test
  void wrongParts_areNamed() {
    assertThatThrownBy(() -> Calendar.of("Tues 02:00-04:00"))
        .hasMessage(
            "'Tues' is no days such as daily, Tue, Mon-Fri, Tue,Thu, first Tue, last Sun, day 15"
                + " or last day");
    assertThatThrownBy(() -> Calendar.of("day 32 02:00-04:00"))
        .hasMessageStartingWith("'day 32' is no days");
    assertThatThrownBy(() -> Calendar.of("Tue 02:00-25:00"))
        .hasMessage("'25:00' is no time of the day");
    assertThatThrownBy(() -> Calendar.of("Tue 02:00-04:00 Berlin"))
        .hasMessage("'Berlin' is no place of the time zone database, such as Europe/Berlin");
  }
}
