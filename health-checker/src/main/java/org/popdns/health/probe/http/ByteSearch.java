package org.popdns.health.probe.http;

import java.util.Arrays;

/**
 * Finds a sequence of bytes in a stream that arrives piece by piece, without keeping the stream
 * (Knuth, Morris and Pratt, 1977). One search per probe, on its thread.
 */
final class ByteSearch {
  private final byte[] wanted;

  /** For each prefix of {@code wanted}, the length of the longest proper prefix that ends it. */
  private final int[] borders;

  private int matched;

  /**
   * A search that has seen nothing yet.
   *
   * @param wanted what to find; nothing at all is found at once
   */
  ByteSearch(byte[] wanted) {
    this.wanted = Arrays.copyOf(wanted, wanted.length);
    this.borders = borders(wanted);
  }

  private static int[] borders(byte[] wanted) {
    int[] borders = new int[wanted.length];
    int length = 0;
    for (int i = 1; i < wanted.length; i++) {
      while (length > 0 && wanted[i] != wanted[length]) {
        length = borders[length - 1];
      }
      if (wanted[i] == wanted[length]) {
        length++;
      }
      borders[i] = length;
    }
    return borders;
  }

  /** Takes the next byte of the stream, unless all is found already. */
  void accept(byte next) {
    if (found()) {
      return;
    }
    while (matched > 0 && next != wanted[matched]) {
      matched = borders[matched - 1];
    }
    if (next == wanted[matched]) {
      matched++;
    }
  }

  /** True once the stream so far contains what is wanted. */
  boolean found() {
    return matched == wanted.length;
  }
}
