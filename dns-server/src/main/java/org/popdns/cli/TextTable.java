package org.popdns.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows with aligned columns, indented by two spaces. Filled and rendered by one thread. */
final class TextTable {

  private final List<List<String>> rows = new ArrayList<>();

  /** Begins with the columns' headings. */
  TextTable(String... headings) {
    rows.add(List.of(headings));
  }

  /** Adds a row with as many cells as there are headings. */
  void row(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(cells.length + " cells in a row");
    }
    rows.add(List.of(cells));
  }

  /** Appends the table, a line per row. */
  void appendTo(StringBuilder text) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        line.append("  ").append(row.get(column));
        line.repeat(' ', widths[column] - row.get(column).length());
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
  }
}
