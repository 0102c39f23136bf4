package org.popdns.config.diff;

import java.util.ArrayList;
import java.util.List;

/**
 * What clients or clusters lose of one thing when a configuration takes the place of another.
 *
 * @param of what is counted: {@code zones}, {@code names of zone example.com.}, …
 * @param before how many there were
 * @param gone how many of these there are no more
 * @param come how many there are that were not before
 * @param first the first of those that are gone, at most {@link #SHOWN}, as an operator writes them
 * @param firstCome the same of those that have come, where they are kept
 */
public record Loss(
    String of, int before, int gone, int come, List<String> first, List<String> firstCome) {

  /** How many are named. */
  public static final int SHOWN = 5;

  /** Copies the lists. */
  public Loss {
    first = List.copyOf(first);
    firstCome = List.copyOf(firstCome);
  }

  /** {@code 9 of 10 names: a.example.com., b.example.com. and 7 more}. */
  public String text() {
    return "%d of %d %s: %s".formatted(gone, before, of, listed(gone, first));
  }

  /** What came and what went, one line each, such as {@code new zones: a.example.}. */
  List<String> news() {
    List<String> news = new ArrayList<>();
    if (come > 0) {
      news.add("new " + of + ": " + listed(come, firstCome));
    }
    if (gone > 0) {
      news.add("gone " + of + ": " + listed(gone, first));
    }
    return news;
  }

  private static String listed(int number, List<String> first) {
    int more = number - first.size();
    return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
  }
}
