package org.popdns.cli;

import java.util.List;

/** Rows whose columns stand below each other. Stateless. */
final class TextTable {

  private static final String GAP = "  ";

  private TextTable() {}

  /**
   * The rows as lines, each ended by a line feed, without space at its end.
   *
   * @param rows all of the same number of columns
   */
  static String of(List<List<String>> rows) {
    int columns = rows.isEmpty() ? 0 : rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        line.append(column == 0 ? "" : GAP).append(row.get(column));
        line.repeat(' ', widths[column] - row.get(column).length());
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
