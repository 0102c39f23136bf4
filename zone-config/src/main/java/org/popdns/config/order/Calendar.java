package org.popdns.config.order;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stretch of some days at a place, as {@code Tue 02:00-04:00 Europe/Berlin}. Without a place it
 * is by UTC. A stretch that ends no later than it begins ends on the next day. Immutable.
 *
 * <p>Where clocks are put forward, a time that does not exist is the moment of the change, and a
 * stretch that lies wholly in what is left out does not occur. Where they are put back, a time that
 * comes twice is its first as a beginning, and its second as an end: no work is cut short.
 *
 * @param text as the operator wrote it
 * @param days on which it begins
 * @param from by the clocks there
 * @param until by the clocks there
 */
public record Calendar(
    String text, CalendarDays days, LocalTime from, LocalTime until, ZoneId zone) {

  private static final Pattern SHAPE =
      Pattern.compile("(\\S.*?)\\s+(\\d{2}:\\d{2})-(\\d{2}:\\d{2})(?:\\s+(\\S+))?");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

  // Behind the 31st of January comes that of March, and the changed clocks may leave one out.
  private static final int MOST_DAYS = 200;

  /**
   * Reads a calendar.
   *
   * @throws IllegalArgumentException with a line for the operator if it is none
   */
  public static Calendar of(String text) {
    Matcher shape = SHAPE.matcher(text.strip());
    if (!shape.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no calendar such as 'Tue 02:00-04:00 Europe/Berlin'".formatted(text));
    }
    return new Calendar(
        text.strip(),
        CalendarDays.of(shape.group(1)),
        time(shape.group(2)),
        time(shape.group(3)),
        zone(Optional.ofNullable(shape.group(4)).orElse("UTC")));
  }

  private static LocalTime time(String text) {
    try {
      return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text, TIME);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is no time of the day", e);
    }
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no place of the time zone database, such as Europe/Berlin", e);
    }
  }

  /** The first occurrence that is not over. */
  public Optional<Window.Occurrence> next(Instant now) {
    // One that is not over may have begun on the day before, by the clocks there.
    LocalDate first = LocalDateTime.ofInstant(now, zone).toLocalDate().minusDays(2);
    for (int day = 0; day < MOST_DAYS; day++) {
      LocalDate date = first.plusDays(day);
      if (days.has(date)) {
        Instant begin = moment(date.atTime(from), Ambiguous.FIRST);
        LocalDate last = until.isAfter(from) ? date : date.plusDays(1);
        Instant end = moment(last.atTime(until), Ambiguous.SECOND);
        if (begin.isBefore(end) && now.isBefore(end)) {
          return Optional.of(new Window.Occurrence(begin, Optional.of(end)));
        }
      }
    }
    return Optional.empty();
  }

  /** Which of two moments a time means that comes twice. */
  private enum Ambiguous {
    FIRST,
    SECOND
  }

  private Instant moment(LocalDateTime time, Ambiguous which) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
    if (offsets.isEmpty()) {
      return zone.getRules().getTransition(time).getInstant();
    }
    return time.toInstant(which == Ambiguous.FIRST ? offsets.getFirst() : offsets.getLast());
  }
}
