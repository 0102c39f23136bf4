package org.popdns.config.probe.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large a regular expression becomes once its repetitions are written out, estimated from its
 * text, since they multiply: {@code (a{150}){150}} comes to 22,500 steps. One per expression.
 */
final class PatternSize {
  private static final Pattern COUNTS = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?\\}");
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:Q.*?(?:\\\\E|$)|[xpP]\\{[^}]*\\}|.)", Pattern.DOTALL);
  private static final Pattern CLASS =
      Pattern.compile("\\[\\^?\\]?(?:\\\\.|\\[:\\^?\\w+:\\]|[^\\]\\\\])*\\]", Pattern.DOTALL);

  private final Deque<Double> outer = new ArrayDeque<>();
  private double size;
  private double last;

  private PatternSize() {}

  /** About how many steps it comes to. */
  static double of(String text) {
    return new PatternSize().measured(text);
  }

  private double measured(String text) {
    int at = 0;
    while (at < text.length()) {
      at = next(text, at);
    }
    while (!outer.isEmpty()) {
      size += outer.pop();
    }
    return size;
  }

  /** Goes over what stands there, and says where that ends. */
  private int next(String text, int at) {
    switch (text.charAt(at)) {
      case '\\' -> {
        return atom(text, at, ESCAPE);
      }
      case '[' -> {
        return atom(text, at, CLASS);
      }
      case '(' -> {
        outer.push(size);
        size = 0;
        last = 0;
      }
      case ')' -> {
        last = size + 2;
        size = last + (outer.isEmpty() ? 0 : outer.pop());
      }
      case '{' -> {
        return repetition(text, at);
      }
      default -> add(1);
    }
    return at + 1;
  }

  private int atom(String text, int at, Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    boolean found = matcher.lookingAt();
    int end = found ? matcher.end() : at + 1;
    add(text.startsWith("\\Q", at) ? end - at : 1);
    return end;
  }

  private int repetition(String text, int at) {
    Matcher counts = COUNTS.matcher(text).region(at, text.length());
    if (!counts.lookingAt()) {
      add(1);
      return at + 1;
    }
    double most = Double.parseDouble(counts.group(1));
    if (counts.group(2) != null && !counts.group(2).isEmpty()) {
      most = Math.max(most, Double.parseDouble(counts.group(2)));
    }
    size += last * Math.max(0, most - 1);
    last *= Math.max(1, most);
    return counts.end();
  }

  private void add(double steps) {
    last = steps;
    size += steps;
  }
}
