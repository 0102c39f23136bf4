package org.popdns.config.problem;

/**
 * The part of a source line that is shown under a problem, safe for a terminal.
 *
 * @param text the line without its end; control characters replaced; a long line is cut
 * @param column where the token starts in {@code text}, in code points, counted from 1; at most one
 *     behind the text
 * @param length of the token in code points, at least 1, not beyond the text
 */
public record Excerpt(String text, int column, int length) {

  /** How much of a long line is shown before the token, in {@code char}s. */
  static final int BEFORE = 60;

  /** How much of a long line is shown, in {@code char}s. */
  static final int LONGEST = 120;

  private static final char ELLIPSIS = '…';

  /** Where a line was cut. */
  enum Cut {
    /** It is whole. */
    NOWHERE,
    /** Its start is missing. */
    BEFORE,
    /** Its end is missing. */
    BEHIND,
    /** Both are missing. */
    BOTH
  }

  /**
   * Makes an excerpt.
   *
   * @param part the line, or a part of it
   * @param column of the token in the part, in code points, counted from 1
   * @param length of the token in code points; may reach beyond the part
   * @param cut where the part was cut off
   */
  static Excerpt of(String part, int column, int length, Cut cut) {
    boolean before = cut == Cut.BEFORE || cut == Cut.BOTH;
    boolean behind = cut == Cut.BEHIND || cut == Cut.BOTH;
    StringBuilder shown = new StringBuilder(part.length() + 2);
    if (before) {
      shown.append(ELLIPSIS);
    }
    part.codePoints().map(Excerpt::visible).forEach(shown::appendCodePoint);
    int codePoints = part.codePointCount(0, part.length());
    if (behind) {
      shown.append(ELLIPSIS);
    }
    int most = Math.max(1, codePoints - column + 1);
    return new Excerpt(shown.toString(), before ? column + 1 : column, Math.clamp(length, 1, most));
  }

  private static int visible(int codePoint) {
    return codePoint == '\t' || Quoted.isVisible(codePoint) ? codePoint : '\uFFFD';
  }
}
