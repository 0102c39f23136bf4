package org.popdns.record;

import org.jspecify.annotations.Nullable;

/**
 * A point in time of a signature (RFC 4034 §3.2): {@code YYYYMMDDHHmmSS} in UTC, or seconds since
 * 1970. Its 32 bits go round (RFC 1982).
 */
final class Timestamp extends FieldKind {

  static final Timestamp TIME = new Timestamp();

  private static final int DATE_DIGITS = 14;
  private static final int SECONDS_OF_DAY = 86_400;

  private Timestamp() {
    super(Extent.ONE, "a time such as 20300115120000, or in seconds since 1970");
  }

  @Override
  int lengthBytes() {
    return 4;
  }

  @Override
  boolean read(RdataReader in) {
    int word = in.nextPlain();
    if (word < 0) {
      return false;
    }
    byte[] text = in.text();
    int from = in.words().from(word);
    int to = in.words().to(word);
    long value =
        to - from == DATE_DIGITS ? date(text, from) : Ascii.number(text, from, to, 0xffff_ffffL);
    return value < 0 ? in.mismatch(word) : in.put32(value);
  }

  private static long date(byte[] text, int from) {
    long digits = Ascii.number(text, from, from + DATE_DIGITS, Long.MAX_VALUE / 20);
    if (digits < 0) {
      return -1;
    }
    int second = (int) (digits % 100);
    int minute = (int) (digits / 100 % 100);
    int hour = (int) (digits / 10_000 % 100);
    int day = (int) (digits / 1_000_000 % 100);
    int month = (int) (digits / 100_000_000 % 100);
    int year = (int) (digits / 10_000_000_000L);
    boolean right =
        year >= 1970
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= daysOf(year, month)
            && hour < 24
            && minute < 60
            && second <= 60;
    if (!right) {
      return -1;
    }
    return (daysSince1970(year, month, day) * SECONDS_OF_DAY + hour * 3600L + minute * 60L + second)
        & 0xffff_ffffL;
  }

  private static int daysOf(int year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  // Years that begin in March have their odd day at the end.
  private static long daysSince1970(int year, int month, int day) {
    long y = month <= 2 ? year - 1 : year;
    int m = month <= 2 ? month + 9 : month - 3;
    return y * 365 + y / 4 - y / 100 + y / 400 + (m * 306L + 5) / 10 + day - 1 - 719_468;
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    return wire.skip(4);
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    long seconds = wire.u32();
    long day = seconds / SECONDS_OF_DAY;
    int second = (int) (seconds % SECONDS_OF_DAY);
    int year = 1970;
    int month = 1;
    long left = day;
    for (int days = daysOfYear(year); left >= days; days = daysOfYear(year)) {
      left -= days;
      year++;
    }
    for (int days = daysOf(year, month); left >= days; days = daysOf(year, month)) {
      left -= days;
      month++;
    }
    text.append(year);
    two(month, text);
    two((int) left + 1, text);
    two(second / 3600, text);
    two(second / 60 % 60, text);
    two(second % 60, text);
    return true;
  }

  private static int daysOfYear(int year) {
    return 337 + daysOf(year, 2);
  }

  private static void two(int value, StringBuilder text) {
    text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
  }
}
