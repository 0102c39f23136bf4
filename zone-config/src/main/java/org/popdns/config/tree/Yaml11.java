package org.popdns.config.tree;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Node.Style;

/**
 * What YAML 1.1 makes of text without quotes, which YAML 1.2 leaves as it is: {@code no} is false
 * there, {@code 010} is 8, {@code 1:30} is 90. octoDNS reads YAML 1.1, and a file must not mean two
 * things. Stateless.
 */
public final class Yaml11 {

  private static final Pattern BINARY = Pattern.compile("([-+]?)0b([01_]+)");
  private static final Pattern OCTAL = Pattern.compile("([-+]?)0([0-7_]+)");
  private static final Pattern DECIMAL = Pattern.compile("([-+]?)(0|[1-9][0-9_]*)");
  private static final Pattern HEXADECIMAL = Pattern.compile("([-+]?)0x([0-9a-fA-F_]+)");
  private static final Pattern SEXAGESIMAL =
      Pattern.compile("([-+]?)([1-9][0-9_]*(?::[0-5]?[0-9])+)");
  private static final Pattern FLOAT =
      Pattern.compile("([-+]?)([0-9][0-9_]*)?\\.([0-9_]*)((?:[eE][-+][0-9]+)?)");
  private static final Pattern SEXAGESIMAL_FLOAT =
      Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*");
  private static final Pattern TIME =
      Pattern.compile(
          "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \\t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}"
              + "(?:\\.[0-9]*)?(?:[ \\t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?");

  // No, false, null and their like.
  private static final int LONGEST_WORD = 5;

  // Python shows numbers of up to so many digits as they are.
  private static final int EXACT_DIGITS = 15;

  private Yaml11() {}

  /** What the text of a scalar is in YAML 1.1, if it is other than its text. */
  public static Optional<String> otherText(ScalarNode scalar) {
    String text = scalar.text();
    return scalar.style() == Style.QUOTED || isSameInBoth(text)
        ? Optional.empty()
        : meaning(text).filter(meaning -> isFlag(meaning) || !meaning.equals(text));
  }

  /** The same for a name, whose case does not count. */
  public static Optional<String> otherName(ScalarNode scalar) {
    String text = scalar.text();
    return scalar.style() == Style.QUOTED || isSameInBoth(text)
        ? Optional.empty()
        : meaning(text).filter(meaning -> !meaning.equalsIgnoreCase(text));
  }

  /** The same for a number that may have a fraction, which counts by its value. */
  public static Optional<String> otherNumber(ScalarNode scalar) {
    return isSameInBoth(scalar.text()) || FLOAT.matcher(scalar.text()).matches()
        ? Optional.empty()
        : otherText(scalar);
  }

  /** True or false, in any of the words of YAML 1.1. */
  public static Optional<Boolean> flag(ScalarNode scalar) {
    return scalar.style() == Style.QUOTED
        ? Optional.empty()
        : meaning(scalar.text()).filter(Yaml11::isFlag).map(Boolean::valueOf);
  }

  private static boolean isFlag(String meaning) {
    return meaning.equals("true") || meaning.equals("false");
  }

  private static Optional<String> meaning(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return switch (text) {
      case "yes", "Yes", "YES", "on", "On", "ON", "True", "TRUE", "true" -> Optional.of("true");
      case "no", "No", "NO", "off", "Off", "OFF", "False", "FALSE", "false" -> Optional.of("false");
      case "~", "null", "Null", "NULL" -> Optional.of("none");
      default -> mayBeNumber(text) ? number(text) : Optional.empty();
    };
  }

  /**
   * True for most of what is written, at a glance: a decimal number, an address, and text that
   * begins neither as a number nor as one of the words.
   */
  private static boolean isSameInBoth(String text) {
    if (text.isEmpty()) {
      return true;
    }
    int digits = 0;
    int dots = 0;
    boolean twoColons = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c == '.') {
        dots++;
      } else if (c == ':') {
        twoColons |= i > 0 && text.charAt(i - 1) == ':';
      }
    }
    char first = text.charAt(0);
    return mayBeNumber(text)
        ? dots > 1 || twoColons || (digits == text.length() && first != '0')
        : text.length() > LONGEST_WORD;
  }

  private static boolean mayBeNumber(String text) {
    char first = text.charAt(0);
    return (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
  }

  private static Optional<String> number(String text) {
    return integer(BINARY, 2, text)
        .or(() -> integer(OCTAL, 8, text))
        .or(() -> integer(DECIMAL, 10, text))
        .or(() -> integer(HEXADECIMAL, 16, text))
        .or(() -> sexagesimal(text))
        .or(() -> fraction(text))
        .or(() -> TIME.matcher(text).matches() ? Optional.of("a time") : Optional.empty());
  }

  private static Optional<String> integer(Pattern pattern, int radix, String text) {
    Matcher matcher = pattern.matcher(text);
    String digits = matcher.matches() ? matcher.group(2).replace("_", "") : "";
    return digits.isEmpty()
        ? Optional.empty()
        : Optional.of(signed(matcher.group(1), new BigInteger(digits, radix)));
  }

  private static Optional<String> sexagesimal(String text) {
    Matcher matcher = SEXAGESIMAL.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    BigInteger value = BigInteger.ZERO;
    for (String part : matcher.group(2).replace("_", "").split(":", -1)) {
      value = value.multiply(BigInteger.valueOf(60)).add(new BigInteger(part));
    }
    return Optional.of(signed(matcher.group(1), value));
  }

  private static String signed(String sign, BigInteger value) {
    return (sign.equals("-") ? value.negate() : value).toString();
  }

  private static Optional<String> fraction(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.matches("[-+]?\\.inf|\\.nan") || SEXAGESIMAL_FLOAT.matcher(text).matches()) {
      return Optional.of("a number");
    }
    Matcher matcher = FLOAT.matcher(text);
    if (!matcher.matches() || (matcher.group(2) == null && matcher.group(3).isEmpty())) {
      return Optional.empty();
    }
    String whole = matcher.group(2) == null ? "0" : matcher.group(2).replace("_", "");
    String part = matcher.group(3).replace("_", "").replaceAll("0+$", "");
    if (!matcher.group(4).isEmpty() || whole.length() + part.length() > EXACT_DIGITS) {
      return Optional.of("a number");
    }
    return Optional.of(
        signed(matcher.group(1), new BigInteger(whole)) + "." + (part.isEmpty() ? "0" : part));
  }
}
