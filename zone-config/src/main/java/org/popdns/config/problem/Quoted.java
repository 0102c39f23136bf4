package org.popdns.config.problem;

/**
 * Text of a file or of the command line as it stands in a message: in quotes, safe, not too long.
 */
public final class Quoted {

  private static final int LONGEST_CODE_POINTS = 60;

  private Quoted() {}

  /**
   * The text in single quotes; what a terminal would not show is escaped, and the rest of a long
   * text is left out.
   */
  public static String of(String text) {
    return "'" + safe(text, LONGEST_CODE_POINTS) + "'";
  }

  /**
   * The text without quotes, what a terminal would not show escaped.
   *
   * @param longest how much of it to show, in code points
   */
  static String safe(String text, int longest) {
    StringBuilder safe = new StringBuilder();
    int shown = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (shown++ == longest) {
        safe.append('…');
        break;
      }
      switch (codePoint) {
        case '\n' -> safe.append("\\n");
        case '\r' -> safe.append("\\r");
        case '\t' -> safe.append("\\t");
        default -> {
          if (isVisible(codePoint)) {
            safe.appendCodePoint(codePoint);
          } else {
            safe.append(String.format("\\u%04X", codePoint));
          }
        }
      }
      i += Character.charCount(codePoint);
    }
    return safe.toString();
  }

  /** False for control and format characters, which could forge or hide a terminal's text. */
  static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
