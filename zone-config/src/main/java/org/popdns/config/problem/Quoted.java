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
    StringBuilder quoted = new StringBuilder("'");
    int shown = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (shown++ == LONGEST_CODE_POINTS) {
        quoted.append('…');
        break;
      }
      switch (codePoint) {
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (isVisible(codePoint)) {
            quoted.appendCodePoint(codePoint);
          } else {
            quoted.append(String.format("\\u%04X", codePoint));
          }
        }
      }
      i += Character.charCount(codePoint);
    }
    return quoted.append('\'').toString();
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
