package org.popdns.config.zone;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Span;

/**
 * The places of a zone's record sets in YAML, in about ten bytes each. Nobody may ever ask for
 * them: what finds one is made with the first question. Used by the one thread that loads.
 *
 * <pre>
 *   set: line, less that of the set before | column | length
 *        | owner | 2 × number of targets, and 1 if there is a cluster | cluster? | targets
 *   owner, cluster, target: line, less that of the set | column | length
 * </pre>
 *
 * All are numbers of seven bits to the byte, differences of lines with their sign last.
 */
final class YamlPlaces {

  // Of three numbers of five bytes.
  private static final int LONGEST_SPAN_BYTES = 15;

  private final FileProblems problems;
  private byte[] bytes = new byte[64];
  private int length;
  private int count;
  private int lastLine;
  private @Nullable Index index;

  YamlPlaces(FileProblems problems) {
    this.problems = problems;
  }

  /**
   * Adds a set.
   *
   * @param where its place, by which it is found
   * @param targets the places of the names that its records lead to, or of the records
   */
  void add(Span where, Span owner, Optional<Span> cluster, Span[] targets, int targetCount) {
    int needed = (3 + targetCount) * LONGEST_SPAN_BYTES + 5;
    if (length + needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, length + Math.max(needed, length));
    }
    put(where, lastLine);
    lastLine = where.line();
    put(owner, lastLine);
    put(targetCount << 1 | (cluster.isPresent() ? 1 : 0));
    cluster.ifPresent(span -> put(span, lastLine));
    for (int i = 0; i < targetCount; i++) {
      put(targets[i], lastLine);
    }
    count++;
    index = null;
  }

  private void put(Span span, int fromLine) {
    int lines = span.line() - fromLine;
    put(lines << 1 ^ lines >> 31);
    put(span.column());
    put(span.length());
  }

  private void put(int number) {
    int rest = number;
    while ((rest & ~0x7f) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /**
   * The places in one of the texts that make up the zone.
   *
   * @param linesBefore how many lines of spans come before its first
   */
  RecordPlaces within(int linesBefore) {
    return new RecordPlaces() {
      @Override
      public FileProblems problems() {
        return problems;
      }

      @Override
      public Span span(int line, int column, Part part, int number) {
        return find(linesBefore + line, column, part, number);
      }
    };
  }

  private Span find(int line, int column, RecordPlaces.Part part, int number) {
    Index known = index;
    if (known == null) {
      known = new Index();
      index = known;
    }
    int at = known.find(line, column);
    return at < 0 ? new Span(line, column, 1) : known.span(at, line, part, number);
  }

  /** Where each set begins, by its place. */
  private final class Index {

    private final int[] starts = new int[count];
    private final long[] keys = new long[count];
    private int at;

    Index() {
      int line = 0;
      boolean sorted = true;
      for (int i = 0; i < count; i++) {
        starts[i] = at;
        line += lines();
        keys[i] = key(line, next());
        sorted &= i == 0 || keys[i - 1] <= keys[i];
        next();
        skipSpan();
        int spans = next();
        for (int k = (spans >> 1) + (spans & 1); k > 0; k--) {
          skipSpan();
        }
      }
      if (!sorted) {
        sort();
      }
    }

    private static long key(int line, int column) {
      return (long) line << 32 | column;
    }

    // Only what merge keys and aliases bring along is out of order.
    private void sort() {
      int[] order =
          IntStream.range(0, count)
              .boxed()
              .sorted(Comparator.comparingLong(i -> keys[i]))
              .mapToInt(Integer::intValue)
              .toArray();
      int[] oldStarts = starts.clone();
      long[] oldKeys = keys.clone();
      for (int i = 0; i < count; i++) {
        starts[i] = oldStarts[order[i]];
        keys[i] = oldKeys[order[i]];
      }
    }

    /** Where the set begins; negative if there is none. */
    int find(int line, int column) {
      int found = Arrays.binarySearch(keys, key(line, column));
      return found < 0 ? -1 : starts[found];
    }

    Span span(int start, int line, RecordPlaces.Part part, int number) {
      at = start;
      next();
      Span where = new Span(line, next(), next());
      Span owner = read(line);
      int spans = next();
      boolean hasCluster = (spans & 1) == 1;
      return switch (part) {
        case RECORD -> where;
        case OWNER -> owner;
        case CLUSTER -> hasCluster ? read(line) : where;
        case TARGET -> {
          if (number >= spans >> 1) {
            yield where;
          }
          for (int k = hasCluster ? number + 1 : number; k > 0; k--) {
            skipSpan();
          }
          yield read(line);
        }
      };
    }

    private Span read(int fromLine) {
      return new Span(fromLine + lines(), next(), next());
    }

    private void skipSpan() {
      next();
      next();
      next();
    }

    private int lines() {
      int number = next();
      return number >>> 1 ^ -(number & 1);
    }

    private int next() {
      int number = 0;
      int shift = 0;
      byte b;
      do {
        b = bytes[at++];
        number |= (b & 0x7f) << shift;
        shift += 7;
      } while (b < 0);
      return number;
    }
  }
}
