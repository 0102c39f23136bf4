package org.popdns.record;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Judges a POSIX extended regular expression (IEEE 1003.1, §9.4), which RFC 3402 §3.2 has in NAPTR
 * records. What POSIX leaves undefined, such as two repetitions in a row, counts as wrong, as in
 * BIND. Used once, by one thread.
 */
final class RegularExpression {

  private static final Set<String> CLASSES =
      Set.of(
          "alnum", "alpha", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space",
          "upper", "xdigit");
  private static final int MOST_REPETITIONS = 255;

  /** What stands before, as far as it matters to what may follow. */
  private enum Before {
    /** Nothing, a branch's or a group's beginning. */
    NOTHING,
    /** An anchor: there is something, but nothing to repeat. */
    ANCHOR,
    /** What may be repeated. */
    ATOM,
    /** What is repeated already. */
    REPEATED
  }

  private final byte[] text;
  private final int to;
  private int at;
  private int groups;

  RegularExpression(byte[] text, int from, int to) {
    this.text = text;
    this.at = from;
    this.to = to;
  }

  /** How many groups there are, once it {@link #isValid}. */
  int groups() {
    return groups;
  }

  /** Goes over the expression. */
  boolean isValid() {
    int open = 0;
    Before before = Before.NOTHING;
    while (at < to) {
      byte c = text[at++];
      switch (c) {
        case '(' -> {
          groups++;
          open++;
          before = Before.NOTHING;
          if (at < to && text[at] == ')') {
            // Nothing at all is a group too.
            at++;
            open--;
            before = Before.ATOM;
          }
        }
        case ')' -> {
          if (open > 0) {
            if (before == Before.NOTHING) {
              return false;
            }
            open--;
          }
          before = Before.ATOM;
        }
        case '|' -> {
          if (before == Before.NOTHING) {
            return false;
          }
          before = Before.NOTHING;
          if (at == to) {
            return false;
          }
        }
        case '*', '+', '?' -> {
          if (before != Before.ATOM) {
            return false;
          }
          before = Before.REPEATED;
        }
        case '{' -> {
          // Without a number behind it, it is what it is.
          boolean isBound = at < to && Ascii.isDigit(text[at]);
          if (isBound && (before != Before.ATOM || !bound())) {
            return false;
          }
          before = isBound ? Before.REPEATED : Before.ATOM;
        }
        case '^', '$' -> before = Before.ANCHOR;
        case '[' -> {
          if (!bracket()) {
            return false;
          }
          before = Before.ATOM;
        }
        case '\\' -> {
          if (at == to || !escaped(text[at++])) {
            return false;
          }
          before = Before.ATOM;
        }
        default -> before = Before.ATOM;
      }
    }
    return open == 0 && before != Before.NOTHING;
  }

  private boolean escaped(byte c) {
    return !Ascii.isDigit(c) || (c > '0' && c - '0' <= groups);
  }

  /** {@code {2}}, {@code {2,}} or {@code {2,3}}, behind its first brace. */
  private boolean bound() {
    int close = at;
    while (close < to && text[close] != '}') {
      close++;
    }
    if (close == to) {
      return false;
    }
    String[] numbers = new String(text, at, close - at, StandardCharsets.ISO_8859_1).split(",", -1);
    at = close + 1;
    if (numbers.length > 2) {
      return false;
    }
    int least = number(numbers[0]);
    boolean isOpen = numbers.length == 2 && numbers[1].isEmpty();
    int most = isOpen ? MOST_REPETITIONS : number(numbers[numbers.length - 1]);
    return least >= 0 && least <= most;
  }

  private static int number(String digits) {
    boolean right = digits.matches("[0-9]{1,4}") && Integer.parseInt(digits) <= MOST_REPETITIONS;
    return right ? Integer.parseInt(digits) : -1;
  }

  /** A bracket expression, behind its first bracket. */
  private boolean bracket() {
    if (at < to && text[at] == '^') {
      at++;
    }
    int first = at;
    while (at < to && (text[at] != ']' || at == first)) {
      int low = element();
      if (low < 0) {
        return false;
      }
      if (at + 1 < to && text[at] == '-' && text[at + 1] != ']') {
        at++;
        int high = element();
        boolean isFollowedByRange = at + 1 < to && text[at] == '-' && text[at + 1] != ']';
        if (high < low || isFollowedByRange) {
          return false;
        }
      }
    }
    return at++ < to;
  }

  /** One character or class of a bracket expression; -1 if it is none. */
  private int element() {
    byte c = text[at++];
    if (c != '[' || at == to || (text[at] != ':' && text[at] != '.' && text[at] != '=')) {
      return c & 0xff;
    }
    byte kind = text[at++];
    int from = at;
    while (at + 1 < to && (text[at] != kind || text[at + 1] != ']')) {
      at++;
    }
    if (at + 1 >= to) {
      return -1;
    }
    String name = new String(text, from, at - from, StandardCharsets.ISO_8859_1);
    at += 2;
    boolean right = kind == ':' ? CLASSES.contains(name) : name.length() == 1;
    return right ? name.charAt(0) : -1;
  }
}
