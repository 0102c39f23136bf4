package org.popdns.config.order;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The days on which something begins: {@code daily}, {@code Tue}, {@code Mon-Fri}, {@code Tue,Thu},
 * {@code first Tue}, {@code last Sun}, {@code day 15}, {@code last day}. Immutable.
 */
public sealed interface CalendarDays {

  /** True if it is one of them. */
  boolean has(LocalDate date);

  /** Days of each week. */
  record OfWeek(Set<DayOfWeek> days) implements CalendarDays {

    /** Copies. */
    public OfWeek {
      days = Set.copyOf(days);
    }

    @Override
    public boolean has(LocalDate date) {
      return days.contains(date.getDayOfWeek());
    }
  }

  /**
   * One day of the week in each month.
   *
   * @param number 1 for the first, up to 4; {@link #LAST} for the last
   */
  record OfMonthsWeek(int number, DayOfWeek day) implements CalendarDays {

    static final int LAST = -1;

    @Override
    public boolean has(LocalDate date) {
      return date.getDayOfWeek() == day
          && (number == LAST
              ? date.getDayOfMonth() > date.lengthOfMonth() - 7
              : (date.getDayOfMonth() - 1) / 7 + 1 == number);
    }
  }

  /** A day of each month that has it. */
  record OfMonth(int day) implements CalendarDays {

    @Override
    public boolean has(LocalDate date) {
      return date.getDayOfMonth() == day;
    }
  }

  /** The last day of each month. */
  record LastOfMonth() implements CalendarDays {

    @Override
    public boolean has(LocalDate date) {
      return date.getDayOfMonth() == date.lengthOfMonth();
    }
  }

  /**
   * Reads days.
   *
   * @throws IllegalArgumentException with a line for the operator if it is none
   */
  static CalendarDays of(String text) {
    Matcher ofMonth = Pattern.compile("day ([1-9]|[12][0-9]|3[01])").matcher(text);
    if (ofMonth.matches()) {
      return new OfMonth(Integer.parseInt(ofMonth.group(1)));
    }
    if (text.equals("last day")) {
      return new LastOfMonth();
    }
    if (text.equals("daily")) {
      return new OfWeek(EnumSet.allOf(DayOfWeek.class));
    }
    String[] words = text.split(" +", -1);
    int number = List.of("first", "second", "third", "fourth").indexOf(words[0]) + 1;
    if (words.length == 2 && (number > 0 || words[0].equals("last"))) {
      return new OfMonthsWeek(number > 0 ? number : OfMonthsWeek.LAST, weekday(words[1], text));
    }
    return new OfWeek(week(text));
  }

  private static Set<DayOfWeek> week(String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.split(",", -1)) {
      String[] ends = part.strip().split("-", -1);
      DayOfWeek day = weekday(ends[0], text);
      DayOfWeek last = ends.length == 2 ? weekday(ends[1], text) : day;
      if (ends.length > 2) {
        throw unknown(text);
      }
      days.add(day);
      while (day != last) {
        day = day.plus(1);
        days.add(day);
      }
    }
    return days;
  }

  private static DayOfWeek weekday(String name, String text) {
    String upper = name.toUpperCase(Locale.ROOT);
    Optional<DayOfWeek> found =
        EnumSet.allOf(DayOfWeek.class).stream()
            .filter(day -> upper.equals(day.name()) || upper.equals(day.name().substring(0, 3)))
            .findFirst();
    return found.orElseThrow(() -> unknown(text));
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(
        ("'%s' is no days such as daily, Tue, Mon-Fri, Tue,Thu, first Tue, last Sun, day 15 or"
                + " last day")
            .formatted(text));
  }
}
