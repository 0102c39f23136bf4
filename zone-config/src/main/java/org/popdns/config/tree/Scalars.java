package org.popdns.config.tree;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Spelling;
import org.popdns.config.tree.Node.Form;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Node.SequenceNode;
import org.xbill.DNS.Address;

/**
 * Reads scalars as what their key expects. Each method returns empty if the value does not fit, and
 * then that is reported at the value. No method looks a host name up. Used by the one thread that
 * loads.
 */
public final class Scalars {

  private static final int MOST_DIGITS = 18;
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{1,12})?");
  private static final Pattern PERCENTAGE = Pattern.compile("[0-9]{1,3}%");
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:-]{0,62}");
  private static final String NAME_EXPECTED = "letters, digits and any of - _ . :";

  private final FileProblems problems;

  /** Reports to {@code problems}. */
  public Scalars(FileProblems problems) {
    this.problems = problems;
  }

  /** Text that is not empty. */
  public Optional<String> text(Node node, String what) {
    return scalar(node, what, "text").filter(text -> notEmpty(text, node, what));
  }

  /** A whole number of percent, from {@code least} to 100, with its sign: {@code 50%}. */
  public Optional<Integer> percentage(Node node, String what, int least) {
    String expected = "a percentage from " + least + "% to 100%";
    return text(node, what)
        .flatMap(
            text -> {
              if (!PERCENTAGE.matcher(text).matches()) {
                return mismatch(node, what, expected);
              }
              int percent = Integer.parseInt(text.substring(0, text.length() - 1));
              return percent < least || percent > 100
                  ? mismatch(node, what, expected)
                  : Optional.of(percent);
            });
  }

  /** Text that may be empty, but stands there: {@code ''} is text, nothing is not. */
  public Optional<String> anyText(Node node, String what) {
    return scalar(node, what, "text");
  }

  /** The name of a site, check, cluster or host, which also stands in metrics and commands. */
  public Optional<String> name(Node node, String what) {
    return scalar(node, what, NAME_EXPECTED)
        .flatMap(
            text ->
                NAME.matcher(text).matches()
                    ? Optional.of(text)
                    : mismatch(node, what, NAME_EXPECTED));
  }

  /** A whole number within bounds, both included. */
  public Optional<Long> integer(Node node, String what, long least, long most) {
    String expected = "a whole number from " + least + " to " + most;
    return number(node, what, expected)
        .flatMap(
            text -> {
              if (isInteger(text)) {
                long value = Long.parseLong(text);
                if (value >= least && value <= most) {
                  return Optional.of(value);
                }
              }
              return mismatch(node, what, expected);
            });
  }

  private static boolean isInteger(String text) {
    int from = text.startsWith("-") ? 1 : 0;
    if (text.length() == from || text.length() - from > MOST_DIGITS) {
      return false;
    }
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** A decimal number within bounds, both included. */
  public Optional<BigDecimal> decimal(Node node, String what, BigDecimal least, BigDecimal most) {
    String expected = "a number from " + least.toPlainString() + " to " + most.toPlainString();
    return number(node, what, expected)
        .flatMap(
            text -> {
              if (DECIMAL.matcher(text).matches()) {
                BigDecimal value = new BigDecimal(text);
                if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
                  return Optional.of(value);
                }
              }
              return mismatch(node, what, expected);
            });
  }

  /** {@code true} or {@code false}, without quotes. */
  public Optional<Boolean> flag(Node node, String what) {
    return node instanceof ScalarNode scalar && scalar.form() == Form.BOOLEAN
        ? Optional.of(scalar.text().equalsIgnoreCase("true"))
        : mismatch(node, what, "true or false");
  }

  /** A duration such as {@code 500ms}, {@code 2s} or {@code 1m}, within bounds, both included. */
  public Optional<Duration> duration(Node node, String what, Duration least, Duration most) {
    String expected = "a duration such as 500ms, 2s or 1m";
    return scalar(node, what, expected)
        .flatMap(
            text -> {
              Optional<Duration> value = parseDuration(text);
              if (value.isEmpty()) {
                return mismatch(node, what, expected);
              }
              boolean fits =
                  value.filter(d -> d.compareTo(least) >= 0 && d.compareTo(most) <= 0).isPresent();
              return fits
                  ? value
                  : mismatch(node, what, "from " + show(least) + " to " + show(most));
            });
  }

  /** A duration from its text; empty if it is none. */
  public static Optional<Duration> parseDuration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofHours(number);
        });
  }

  /** A duration as the files write it. */
  public static String show(Duration duration) {
    if (duration.toMillisPart() != 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.toSecondsPart() != 0 || duration.isZero()) {
      return duration.toSeconds() + "s";
    }
    return duration.toMinutesPart() != 0 ? duration.toMinutes() + "m" : duration.toHours() + "h";
  }

  /** One of several words. */
  public Optional<String> oneOf(Node node, String what, Collection<String> words) {
    String expected = "one of " + String.join(", ", words);
    return scalar(node, what, expected)
        .flatMap(
            text -> {
              if (words.contains(text)) {
                return Optional.of(text);
              }
              problems.error(
                  node.span(),
                  what + " must be " + expected + ", not " + Quoted.of(text),
                  Spelling.nearest(text, words));
              return Optional.empty();
            });
  }

  /** An IPv4 or IPv6 address. */
  public Optional<InetAddress> address(Node node, String what) {
    String expected = "an IP address";
    return scalar(node, what, expected)
        .flatMap(text -> parseAddress(text).or(() -> mismatch(node, what, expected)));
  }

  /** An IP address from its text; empty if it is none. An IPv4-mapped IPv6 address is none. */
  public static Optional<InetAddress> parseAddress(String text) {
    return ipv4(text)
        .or(() -> ipv6(text))
        .map(Scalars::inetAddress)
        .filter(address -> text.indexOf(':') < 0 || address.getAddress().length == 16);
  }

  /** The four bytes of an IPv4 address. */
  public static Optional<byte[]> ipv4(String text) {
    return Optional.ofNullable(Address.toByteArray(text, Address.IPv4));
  }

  /** The 16 bytes of an IPv6 address. */
  public static Optional<byte[]> ipv6(String text) {
    return Optional.ofNullable(Address.toByteArray(text, Address.IPv6));
  }

  private static InetAddress inetAddress(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(bytes.length + " bytes are no address", e);
    }
  }

  /** The items of a list; a single value is a list of one. */
  public static List<Node> oneOrMore(Node node) {
    return node instanceof SequenceNode list ? list.items() : List.of(node);
  }

  /** Reports that a value is not what its key expects. */
  public <T> Optional<T> mismatch(Node node, String what, String expected) {
    problems.error(node.span(), what + " must be " + expected + ", not " + node.kind());
    return Optional.empty();
  }

  private Optional<String> scalar(Node node, String what, String expected) {
    if (node instanceof ScalarNode scalar && scalar.form() != Form.NULL) {
      return Optional.of(scalar.text());
    }
    return mismatch(node, what, expected);
  }

  // A number in quotes is text, to editors and to other readers of the file as well.
  private Optional<String> number(Node node, String what, String expected) {
    if (node instanceof ScalarNode scalar
        && scalar.form() == Form.TEXT
        && NUMBER.matcher(scalar.text()).matches()) {
      problems.error(
          node.span(),
          what
              + " must be "
              + expected
              + ", not the text "
              + Quoted.of(scalar.text())
              + ": leave the quotes out");
      return Optional.empty();
    }
    return scalar(node, what, expected);
  }

  private boolean notEmpty(String text, Node node, String what) {
    if (text.isEmpty()) {
      problems.error(node.span(), what + " must not be empty");
    }
    return !text.isEmpty();
  }
}
