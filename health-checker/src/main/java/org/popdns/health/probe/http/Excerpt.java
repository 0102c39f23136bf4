package org.popdns.health.probe.http;

import java.nio.charset.StandardCharsets;

/** What a server sent, so that it can stand in a line for the operator. Stateless. */
final class Excerpt {
  /** Of a body; an error page says within these what it is about. */
  static final int BODY_BYTES = 512;

  private static final int SHOWN = 100;

  private Excerpt() {}

  /** Unprintable characters as dots. */
  static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(c >= ' ' && c < 0x7f ? c : '.');
    }
    return out.toString();
  }

  /**
   * The beginning of a body: of HTML its text, white space as one space.
   *
   * @param bytes its first ones
   */
  static String ofBody(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    String words =
        text.replaceAll("(?s)<(style|script)\\b.*?(</\\1>|$)", " ")
            .replaceAll("<[^>]*(>|$)", " ")
            .replaceAll("\\s+", " ")
            .strip();
    String shown = words.isEmpty() ? text.strip() : words;
    StringBuilder out = new StringBuilder();
    shown.codePoints().limit(SHOWN).forEach(c -> out.appendCodePoint(isShown(c) ? c : '.'));
    return out.toString();
  }

  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      // Those that turn a line around among them.
      case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> false;
      case Character.UNASSIGNED, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      default -> c != 0xfffd;
    };
  }
}
