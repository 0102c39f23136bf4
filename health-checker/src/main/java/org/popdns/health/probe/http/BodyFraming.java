package org.popdns.health.probe.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The headers that say where an answer's body ends (RFC 9112 §6.3): Transfer-Encoding wins over
 * Content-Length, and one length said twice is one length (RFC 9110 §8.6). All other headers are
 * passed over. One per answer, filled line by line.
 */
final class BodyFraming {
  private static final int QUOTED_CHARACTERS = 32;

  // More digits are a body that no probe reads to its end.
  private static final int LENGTH_DIGITS = 18;

  private final List<String> lengths = new ArrayList<>();
  private final List<String> codings = new ArrayList<>();
  private List<String> folded = new ArrayList<>();

  /** Where the body ends. */
  sealed interface Length {
    /** After so many bytes. */
    record Counted(long bytes) implements Length {}

    /** With the last chunk. */
    record Chunked() implements Length {}

    /** Where the connection is closed. */
    record UntilClose() implements Length {}

    /** Nobody can tell, for this reason. */
    record Unclear(String reason) implements Length {}
  }

  /**
   * Takes a header's line.
   *
   * @return the reason why it is none
   */
  Optional<String> onLine(String line) {
    if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
      // RFC 9112 §5.2: one value on several lines.
      String begun = folded.isEmpty() ? "" : folded.removeLast();
      folded.add(begun + " " + line.strip());
      return Optional.empty();
    }
    int colon = line.indexOf(':');
    if (colon < 0) {
      return Optional.of("header without a colon: \"" + quoted(line) + "\"");
    }
    folded =
        switch (line.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
          case "content-length" -> lengths;
          case "transfer-encoding" -> codings;
          default -> new ArrayList<>();
        };
    folded.add(line.substring(colon + 1).strip());
    return Optional.empty();
  }

  /** What the headers say together. */
  Length length() {
    List<String> transfer =
        items(codings).stream()
            .map(coding -> coding.toLowerCase(Locale.ROOT))
            .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
            .toList();
    if (!transfer.isEmpty()) {
      return transfer.getLast().equals("chunked") ? new Length.Chunked() : new Length.UntilClose();
    }
    TreeSet<String> different = new TreeSet<>();
    for (String item : items(lengths)) {
      if (item.isEmpty() || !item.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return new Length.Unclear("Content-Length is \"" + quoted(item) + "\"");
      }
      different.add(item.replaceFirst("^0+(?=.)", ""));
    }
    if (different.isEmpty()) {
      return new Length.UntilClose();
    }
    if (different.size() > 1) {
      return new Length.Unclear(
          "different Content-Lengths: "
              + quoted(different.first())
              + " and "
              + quoted(different.last()));
    }
    String only = different.first();
    return new Length.Counted(
        only.length() > LENGTH_DIGITS ? Long.MAX_VALUE : Long.parseLong(only));
  }

  private static List<String> items(List<String> values) {
    return values.stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .toList();
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder();
    for (char c : text.substring(0, Math.min(text.length(), QUOTED_CHARACTERS)).toCharArray()) {
      out.append(c >= ' ' && c < 0x7f ? c : '.');
    }
    return out.toString();
  }
}
