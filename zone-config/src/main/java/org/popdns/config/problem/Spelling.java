package org.popdns.config.problem;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant by a misspelt word. */
public final class Spelling {

  private static final int LONGEST_WORD = 64;

  private Spelling() {}

  /**
   * The candidate with the fewest edits (insert, delete, replace, swap of neighbours) from the
   * word, upper and lower case alike; of several the first.
   *
   * @return empty if even the nearest takes more than a third of its letters, but at least one
   */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    if (word.isEmpty() || word.length() > LONGEST_WORD) {
      return Optional.empty();
    }
    String best = "";
    int fewest = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      if (candidate.isEmpty() || candidate.length() > LONGEST_WORD) {
        continue;
      }
      int allowed = Math.max(1, Math.max(word.length(), candidate.length()) / 3);
      if (Math.abs(word.length() - candidate.length()) > allowed) {
        continue;
      }
      int edits = edits(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (edits <= allowed && edits < fewest) {
        fewest = edits;
        best = candidate;
      }
    }
    // One-letter words are all one edit apart: that is no likeness.
    boolean alike = fewest < Math.max(word.length(), best.length());
    return alike ? Optional.of(best) : Optional.empty();
  }

  // Optimal string alignment: Levenshtein's distance with swaps.
  private static int edits(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
