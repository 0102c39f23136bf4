package org.popdns.health.probe.http;

import java.util.Locale;
import java.util.Optional;

/**
 * The headers of an answer that are told of, though they change nothing: where a redirect leads,
 * and whether a cache has answered. One per answer, filled line by line.
 */
final class HeadNotes {
  private static final int LONGEST = 200;

  private Optional<String> location = Optional.empty();
  private Optional<String> cache = Optional.empty();

  /** Takes a header's line, if it is one. */
  void onLine(String line) {
    int colon = line.indexOf(':');
    if (colon <= 0) {
      return;
    }
    // Most headers are none of these; so no text is made of them.
    switch (line.charAt(0)) {
      case 'L', 'l', 'A', 'a', 'V', 'v', 'X', 'x' -> note(line, colon);
      default -> {}
    }
  }

  private void note(String line, int colon) {
    String value = line.substring(colon + 1).strip();
    switch (line.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
      case "location" -> location = Optional.of(shown(value));
      case "age" -> noteCache("Age", value);
      case "via" -> noteCache("Via", value);
      case "x-cache" -> noteCache("X-Cache", value);
      default -> {}
    }
  }

  private void noteCache(String name, String value) {
    if (cache.isEmpty()) {
      cache = Optional.of(shown(name + ": " + value));
    }
  }

  private static String shown(String text) {
    return Excerpt.printable(text.substring(0, Math.min(text.length(), LONGEST)));
  }

  /** Where else to ask. */
  Optional<String> location() {
    return location;
  }

  /** By what a cache has shown itself, the first of them: {@code Via: 1.1 varnish}. */
  Optional<String> cache() {
    return cache;
  }
}
