package org.popdns.config.diff;

import java.util.Comparator;
import java.util.Iterator;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks two sorted sequences side by side, so that each element meets its counterpart of the same
 * rank. Needs memory for two elements, however long the sequences are.
 */
record SortedMerge<T>(Consumer<T> onlyBefore, Consumer<T> onlyAfter, BiConsumer<T, T> inBoth) {

  /** Both sequences are sorted by {@code order}, and no two elements of one of them are equal. */
  void walk(Iterator<T> before, Iterator<T> after, Comparator<? super T> order) {
    @Nullable T old = next(before);
    @Nullable T young = next(after);
    while (old != null || young != null) {
      int rank = old == null ? 1 : young == null ? -1 : order.compare(old, young);
      if (rank < 0 && old != null) {
        onlyBefore.accept(old);
        old = next(before);
      } else if (rank > 0 && young != null) {
        onlyAfter.accept(young);
        young = next(after);
      } else if (old != null && young != null) {
        inBoth.accept(old, young);
        old = next(before);
        young = next(after);
      }
    }
  }

  private @Nullable T next(Iterator<T> elements) {
    return elements.hasNext() ? elements.next() : null;
  }
}
