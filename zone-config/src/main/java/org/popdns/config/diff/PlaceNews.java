package org.popdns.config.diff;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.popdns.config.model.PlaceSettings;

/** What is new of how it is known where clients are, in a few words. Pure. */
public final class PlaceNews {

  private PlaceNews() {}

  /** {@code places: 2 prefixes new, 1 gone, 12 in all; …}; empty text if nothing is. */
  public static String of(PlaceSettings before, PlaceSettings after) {
    List<String> news = new ArrayList<>();
    if (!before.prefixes().equals(after.prefixes())) {
      news.add(
          "%d prefixes new, %d gone, %d in all"
              .formatted(
                  without(after.prefixes(), before.prefixes()).size(),
                  without(before.prefixes(), after.prefixes()).size(),
                  after.prefixes().size()));
    }
    if (!before.databases().equals(after.databases())) {
      news.add(
          after.databases().isEmpty()
              ? "no databases any more"
              : "databases "
                  + after.databases().stream()
                      .map(Path::toString)
                      .collect(Collectors.joining(", ")));
    }
    return news.isEmpty() ? "" : "places: " + String.join("; ", news);
  }

  private static <T> Set<T> without(List<T> these, List<T> others) {
    Set<T> left = new LinkedHashSet<>(these);
    others.forEach(left::remove);
    return left;
  }
}
