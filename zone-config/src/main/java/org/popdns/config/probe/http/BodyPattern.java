package org.popdns.config.probe.http;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A regular expression for a body, by RE2: what it takes grows with the body's length times its own
 * and no faster, whatever a server answers. Immutable; equal to any of the same text.
 */
public final class BodyPattern {
  /**
   * What RE2 takes is at most the product of both, some 30 ns each, on the thread of all probes: 50
   * ms for the worst expression, and far less than one for those that people write.
   */
  static final int MOST_STEPS = 200;

  /** So much of a body is looked at. */
  static final int MOST_BYTES = 8 << 10;

  private static final int LONGEST = 500;

  /** An estimate; more than this is not even compiled. */
  private static final double MOST_TRIED = 20_000;

  private final Pattern pattern;

  private BodyPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /** What became of a text. */
  sealed interface Read {
    /** A pattern. */
    record Taken(BodyPattern pattern) implements Read {}

    /** None, for this reason. */
    record Refused(String reason) implements Read {}
  }

  static Read of(String text) {
    if (text.length() > LONGEST) {
      return new Read.Refused(
          "has " + text.length() + " characters, and may have " + LONGEST + " at most");
    }
    if (PatternSize.of(text) > MOST_TRIED) {
      return new Read.Refused(
          "comes to far more steps with its repetitions than the " + MOST_STEPS + " that it may");
    }
    try {
      Pattern pattern = Pattern.compile(text);
      return pattern.programSize() > MOST_STEPS
          ? new Read.Refused(
              "comes to "
                  + pattern.programSize()
                  + " steps with its repetitions, and may come to "
                  + MOST_STEPS
                  + " at most")
          : new Read.Taken(new BodyPattern(pattern));
    } catch (PatternSyntaxException e) {
      return new Read.Refused(
          "is no regular expression of RE2: "
              + e.getDescription()
              + Optional.ofNullable(e.getPattern())
                  .filter(part -> !part.isEmpty())
                  .map(part -> ": " + part)
                  .orElse(""));
    }
  }

  /** True if something in the first 8 KiB of the text, as UTF-8, is as the expression says. */
  public boolean isFoundIn(byte[] utf8) {
    byte[] looked = utf8.length <= MOST_BYTES ? utf8 : Arrays.copyOf(utf8, MOST_BYTES);
    return pattern.matcher(looked).find();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BodyPattern same && same.pattern.pattern().equals(pattern.pattern());
  }

  @Override
  public int hashCode() {
    return pattern.pattern().hashCode();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return pattern.pattern();
  }
}
