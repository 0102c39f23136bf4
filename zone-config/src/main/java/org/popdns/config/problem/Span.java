package org.popdns.config.problem;

/**
 * A token's place in its file.
 *
 * @param line counted from 1
 * @param column in Unicode code points, counted from 1
 * @param length in Unicode code points; 0 where there is no text, as for a value left out
 */
public record Span(int line, int column, int length) {

  /** The start of a file. */
  public static final Span START = new Span(1, 1, 0);
}
