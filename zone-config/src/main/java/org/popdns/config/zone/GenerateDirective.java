package org.popdns.config.zone;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.popdns.config.problem.Span;

/**
 * BIND's directive for records that differ in a number: {@code $GENERATE 1-10/2 host-$ A
 * 192.0.2.$}. In the name and in the RDATA, {@code $} stands for the number, {@code
 * ${offset,width,base}} for it in another form, {@code $$} for a dollar sign. Used once, by the one
 * thread that loads the zone.
 */
final class GenerateDirective {

  private static final Pattern RANGE =
      Pattern.compile("([0-9]{1,10})-([0-9]{1,10})(?:/([0-9]{1,10}))?");
  private static final Pattern FORM =
      Pattern.compile("\\{(-?[0-9]{1,9})(?:,([0-9]{1,3})(?:,([doxXnN]))?)?\\}");
  private static final int RHS = 3;

  private final OpenMaster master;
  private final MasterScanner scanner;
  private final MasterRecords records;
  private final Span where;

  GenerateDirective(OpenMaster master, MasterRecords records) {
    this.master = master;
    this.scanner = master.scanner();
    this.records = records;
    this.where = scanner.span(0);
  }

  /** Makes the records, up to the first that is wrong. */
  void obey() {
    if (scanner.count() < RHS + 2) {
      master.error(0, "$GENERATE takes a range, a name, a type and the type's data");
      return;
    }
    Matcher range = RANGE.matcher(scanner.text(1));
    long first = range.matches() ? Long.parseLong(range.group(1)) : 1;
    long last = range.matches() ? Long.parseLong(range.group(2)) : 0;
    long step = range.matches() && range.group(3) != null ? Long.parseLong(range.group(3)) : 1;
    if (first > last || last > Integer.MAX_VALUE || step < 1) {
      master.error(
          1,
          "the range must be two numbers, the smaller one first, such as 1-10 or 0-100/2, not "
              + OpenMaster.shown(scanner, 1));
      return;
    }
    warnOfWhatOthersRead();
    MasterRecords.Outer before = records.enter();
    for (long number = first; number <= last && !records.isFull(); number += step) {
      if (!make((int) number)) {
        break;
      }
    }
    records.restore(before);
  }

  private void warnOfWhatOthersRead() {
    for (int word = 2; word < scanner.count(); word++) {
      String text = scanner.text(word);
      if (text.contains("$$")) {
        master.warning(word, "$$ is one dollar sign, as in BIND; PowerDNS takes it for the number");
      } else if (scanner.isEscaped(word) && text.matches(".*\\\\[0-9].*")) {
        master.warning(
            word, "the escape is a byte of the label, as in BIND; PowerDNS takes its digits");
      }
    }
  }

  private boolean make(int number) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int last = scanner.count() - 1;
    for (int word = 2; word <= last; word++) {
      // BIND has one word of data, and what is in its quotes is the data as a whole.
      boolean whole = word == last && isOnlyData(word);
      if (word > 2) {
        line.write(' ');
      }
      if (scanner.isQuoted(word) && !whole) {
        line.write('"');
      }
      if (!substitute(word, number, line)) {
        return false;
      }
      if (scanner.isQuoted(word) && !whole) {
        line.write('"');
      }
    }
    OpenMaster made = master.made(line.toByteArray(), where);
    if (!made.scanner().next()) {
      master.error(0, "makes no record for " + number);
      return false;
    }
    records.named(made);
    return !made.isBroken();
  }

  /** True if a word follows the type, or what stands before it, directly. */
  private boolean isOnlyData(int word) {
    for (int i = RHS; i < word - 1; i++) {
      String text = scanner.text(i).toUpperCase(Locale.ROOT);
      boolean isTtlOrClass =
          text.matches("IN|CLASS[0-9]+")
              || MasterTimes.seconds(scanner.bytes(), scanner.from(i), scanner.to(i))
                  != MasterTimes.NONE;
      if (!isTtlOrClass) {
        return false;
      }
    }
    return true;
  }

  private boolean substitute(int word, int number, ByteArrayOutputStream line) {
    byte[] bytes = scanner.bytes();
    int end = scanner.to(word);
    int at = scanner.from(word);
    while (at < end) {
      byte c = bytes[at++];
      if (c == '\\' && at < end) {
        line.write(c);
        line.write(bytes[at++]);
      } else if (c != '$') {
        line.write(c);
      } else if (at < end && bytes[at] == '$') {
        line.write('$');
        at++;
      } else if (at < end && bytes[at] == '{') {
        String rest = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
        Matcher form = FORM.matcher(rest);
        if (!form.lookingAt()) {
          master.error(word, "a form of the number must be as in ${1}, ${0,3} or ${0,2,x}");
          return false;
        }
        line.writeBytes(formed(form, number).getBytes(StandardCharsets.US_ASCII));
        at += form.end();
      } else {
        line.writeBytes(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
      }
    }
    return true;
  }

  private static String formed(Matcher form, int number) {
    int value = number + Integer.parseInt(form.group(1));
    int width = form.group(2) == null ? 0 : Integer.parseInt(form.group(2));
    String base = form.group(3) == null ? "d" : form.group(3);
    return switch (base) {
      case "o" -> padded(Integer.toOctalString(value), width);
      case "x" -> padded(Integer.toHexString(value), width);
      case "X" -> padded(Integer.toHexString(value).toUpperCase(Locale.ROOT), width);
      case "n" -> nibbles(value, width);
      case "N" -> nibbles(value, width).toUpperCase(Locale.ROOT);
      default ->
          value < 0
              ? "-" + padded(Long.toString(-(long) value), width - 1)
              : padded(Integer.toString(value), width);
    };
  }

  private static String padded(String digits, int width) {
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  /** Hexadecimal digits from the last one on, dots between; the width counts both. */
  private static String nibbles(int value, int width) {
    StringBuilder text = new StringBuilder();
    int rest = value;
    int left = width;
    do {
      text.append(Character.forDigit(rest & 15, 16));
      rest >>>= 4;
      left--;
      if (left > 0 || rest != 0) {
        text.append('.');
        left--;
      }
    } while (rest != 0 || left > 0);
    return text.toString();
  }
}
