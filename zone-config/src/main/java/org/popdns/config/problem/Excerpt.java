package org.popdns.config.problem;

/**
 * The part of a source line that is shown under a problem, safe for a terminal.
 *
 * @param text the line without its end; control characters replaced; a long line is cut on both
 *     sides of the token
 * @param column where the token starts in {@code text}, in code points, counted from 1
 * @param length of the token in code points, at least 1, not beyond the text
 */
public record Excerpt(String text, int column, int length) {

  private static final int BEFORE_CODE_POINTS = 60;
  private static final int TOTAL_CODE_POINTS = 120;
  private static final String CUT = "…";

  /**
   * Cuts an excerpt out of a line.
   *
   * @param line the whole line; may be of any length
   * @param column of the token in code points, counted from 1; may be just behind the line
   * @param length of the token in code points
   */
  static Excerpt of(String line, int column, int length) {
    int[] codePoints = line.codePoints().toArray();
    int at = Math.min(column - 1, codePoints.length);
    int start = 0;
    int end = codePoints.length;
    if (codePoints.length > TOTAL_CODE_POINTS) {
      start = Math.max(0, at - BEFORE_CODE_POINTS);
      end = Math.min(codePoints.length, start + TOTAL_CODE_POINTS);
    }
    StringBuilder shown = new StringBuilder();
    if (start > 0) {
      shown.append(CUT);
    }
    for (int i = start; i < end; i++) {
      shown.appendCodePoint(visible(codePoints[i]));
    }
    if (end < codePoints.length) {
      shown.append(CUT);
    }
    int shownColumn = at - start + 1 + (start > 0 ? 1 : 0);
    return new Excerpt(shown.toString(), shownColumn, Math.clamp(length, 1, Math.max(1, end - at)));
  }

  private static int visible(int codePoint) {
    if (codePoint == '\t') {
      return codePoint;
    }
    return Quoted.isVisible(codePoint) ? codePoint : '\uFFFD';
  }
}
