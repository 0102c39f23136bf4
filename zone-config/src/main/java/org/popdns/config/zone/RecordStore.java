package org.popdns.config.zone;

import java.util.Arrays;
import java.util.concurrent.RecursiveAction;
import org.popdns.config.model.RecordPacker;
import org.popdns.name.NameOrder;

/**
 * Single records in one array, as they come, and then in canonical order. Used by one thread;
 * sorting takes more.
 *
 * <pre>
 *   record: u8 ownerLength | owner without the origin | u16 type | u32 ttl
 *           | u16 file | u32 line | u32 column | u32 cluster | u16 rdataLength | RDATA
 * </pre>
 */
final class RecordStore {

  /** No cluster gives the addresses. */
  static final int STATIC = 0;

  /** The sign of a cluster's number: no record stands here, for the case that it has none. */
  static final int WITHOUT_RECORD = 1 << 31;

  private static final int TTL = 2;
  private static final int FILE = 6;
  private static final int LINE = 8;
  private static final int COLUMN = 12;
  private static final int CLUSTER = 16;
  private static final int FIXED_BYTES = 22;
  private static final int PARALLEL = 1 << 15;

  private byte[] bytes;
  private int length;
  private int[] starts;
  private long[] prefixes;
  private int count;

  /**
   * Prepares for a zone.
   *
   * @param fileBytes the size of its file
   */
  RecordStore(int fileBytes) {
    bytes = new byte[256 + Math.min(1 << 28, fileBytes + (fileBytes >>> 1))];
    starts = new int[8 + (fileBytes >>> 5)];
    prefixes = new long[starts.length];
  }

  /** True if there is room for one more record. */
  boolean hasRoom(int ownerLength, int rdataLength) {
    long needed = (long) length + 1 + ownerLength + FIXED_BYTES + rdataLength;
    if (needed > RecordPacker.MAX_BYTES) {
      return false;
    }
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(RecordPacker.MAX_BYTES, needed * 2));
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      prefixes = Arrays.copyOf(prefixes, count * 2);
    }
    return true;
  }

  /** Begins a record, for which there is room. */
  void owner(byte[] labels, int from, int ownerLength) {
    starts[count] = length;
    prefixes[count] = prefix(labels, from, ownerLength);
    count++;
    bytes[length++] = (byte) ownerLength;
    System.arraycopy(labels, from, bytes, length, ownerLength);
    length += ownerLength;
  }

  /** Goes on with it. */
  void type(int type, long ttlSeconds) {
    put16(type);
    put32((int) ttlSeconds);
  }

  /** Goes on with it. */
  void place(int file, int line, int column) {
    put16(file);
    put32(line);
    put32(column);
  }

  /** Ends it. */
  void rdata(int cluster, byte[] rdata, int from, int rdataLength) {
    put32(cluster);
    put16(rdataLength);
    System.arraycopy(rdata, from, bytes, length, rdataLength);
    length += rdataLength;
  }

  private void put16(int value) {
    bytes[length++] = (byte) (value >>> 8);
    bytes[length++] = (byte) value;
  }

  private void put32(int value) {
    put16(value >>> 16);
    put16(value);
  }

  /** How many records there are. */
  int count() {
    return count;
  }

  /** How many bytes they take. */
  int lengthBytes() {
    return length;
  }

  /** What the offsets lead into; nobody changes it. */
  byte[] bytes() {
    return bytes;
  }

  /** Where a record begins, which the methods below take. */
  int start(int index) {
    return starts[index];
  }

  /** Where a record's owner begins. */
  static int owner(int start) {
    return start + 1;
  }

  int ownerLength(int start) {
    return bytes[start] & 0xff;
  }

  private int fixed(int start) {
    return start + 1 + ownerLength(start);
  }

  int type(int start) {
    return u16(fixed(start));
  }

  long ttlSeconds(int start) {
    return u32(fixed(start) + TTL) & 0xffff_ffffL;
  }

  int file(int start) {
    return u16(fixed(start) + FILE);
  }

  int line(int start) {
    return u32(fixed(start) + LINE);
  }

  int column(int start) {
    return u32(fixed(start) + COLUMN);
  }

  /** {@link #STATIC}, or 1 and the index of a cluster. */
  int cluster(int start) {
    return u32(fixed(start) + CLUSTER) & ~WITHOUT_RECORD;
  }

  boolean hasRecord(int start) {
    return u32(fixed(start) + CLUSTER) >= 0;
  }

  int rdata(int start) {
    return fixed(start) + FIXED_BYTES;
  }

  int rdataLength(int start) {
    return u16(fixed(start) + FIXED_BYTES - 2);
  }

  private int u16(int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  private int u32(int at) {
    return u16(at) << 16 | u16(at + 2);
  }

  /**
   * The first eight bytes of a name in canonical order, as an unsigned number: labels from the last
   * one on, in lower case, each byte one more than it is, a zero behind each label. Where these
   * differ, they tell the order. The last two bytes there are have one number: behind it, all is
   * zero.
   */
  private static long prefix(byte[] labels, int from, int labelsLength) {
    long prefix = 0;
    int room = 8;
    int end = from + labelsLength;
    while (end > from && room > 0) {
      int label = NameOrder.lastLabel(labels, from, end);
      int labelLength = labels[label];
      for (int i = 1; i <= labelLength && room > 0; i++) {
        int next = NameOrder.lower(labels[label + i]) + 1;
        prefix = prefix << 8 | Math.min(next, 0xff);
        room--;
        if (next >= 0xff) {
          return prefix << (room << 3);
        }
      }
      if (room > 0) {
        prefix <<= 8;
        room--;
      }
      end = label;
    }
    return room > 0 ? prefix << (room << 3) : prefix;
  }

  /** True if two records, in canonical order, are of one owner and type. */
  boolean isSameSet(int index, int other) {
    return prefixes[index] == prefixes[other] && compare(starts[index], starts[other]) == 0;
  }

  /** Puts a record in the place of another. */
  void move(int from, int to) {
    starts[to] = starts[from];
    prefixes[to] = prefixes[from];
  }

  /** Leaves out all but the first ones. */
  void cut(int newCount) {
    count = newCount;
  }

  /**
   * The first record of an owner and type, in canonical order.
   *
   * @return its index, or a negative number if there is none
   */
  int indexOf(byte[] labels, int from, int ownerLength, int type) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(starts[middle], labels, from, ownerLength, type) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    boolean found = low < count && compare(starts[low], labels, from, ownerLength, type) == 0;
    return found ? low : -1;
  }

  private int compare(int start, byte[] labels, int from, int ownerLength, int type) {
    int order = NameOrder.compare(bytes, start + 1, ownerLength(start), labels, from, ownerLength);
    return order != 0 ? order : type(start) - type;
  }

  /** By owner in canonical order, then by type. */
  private int compare(int a, int b) {
    return compare(a, bytes, b + 1, ownerLength(b), type(b));
  }

  /** Puts the records in canonical order; those of a set stay in the order they came in. */
  void sort() {
    // Of a large file by several threads of the pool that the caller belongs to.
    new Sort(0, count, new int[count], new long[count]).invoke();
  }

  /** Sorts records from one index up to another: a merge sort, as equal ones keep their order. */
  private final class Sort extends RecursiveAction {

    private static final long serialVersionUID = 1;
    private static final int SMALL = 12;

    private final int from;
    private final int to;
    private final transient int[] spareStarts;
    private final transient long[] sparePrefixes;

    Sort(int from, int to, int[] spareStarts, long[] sparePrefixes) {
      this.from = from;
      this.to = to;
      this.spareStarts = spareStarts;
      this.sparePrefixes = sparePrefixes;
    }

    @Override
    protected void compute() {
      if (to - from > PARALLEL) {
        int middle = (from + to) >>> 1;
        invokeAll(
            new Sort(from, middle, spareStarts, sparePrefixes),
            new Sort(middle, to, spareStarts, sparePrefixes));
        merge(from, middle, to);
      } else {
        sort(from, to);
      }
    }

    private void sort(int first, int end) {
      if (end - first <= SMALL) {
        insert(first, end);
        return;
      }
      int middle = (first + end) >>> 1;
      sort(first, middle);
      sort(middle, end);
      merge(first, middle, end);
    }

    private void insert(int first, int end) {
      for (int i = first + 1; i < end; i++) {
        int start = starts[i];
        long prefix = prefixes[i];
        int j = i;
        while (j > first && order(prefixes[j - 1], starts[j - 1], prefix, start) > 0) {
          starts[j] = starts[j - 1];
          prefixes[j] = prefixes[j - 1];
          j--;
        }
        starts[j] = start;
        prefixes[j] = prefix;
      }
    }

    private void merge(int first, int middle, int end) {
      // Mostly so where a tool wrote the file.
      if (order(prefixes[middle - 1], starts[middle - 1], prefixes[middle], starts[middle]) <= 0) {
        return;
      }
      System.arraycopy(starts, first, spareStarts, first, middle - first);
      System.arraycopy(prefixes, first, sparePrefixes, first, middle - first);
      int left = first;
      int right = middle;
      int out = first;
      while (left < middle && right < end) {
        if (order(sparePrefixes[left], spareStarts[left], prefixes[right], starts[right]) <= 0) {
          starts[out] = spareStarts[left];
          prefixes[out++] = sparePrefixes[left++];
        } else {
          starts[out] = starts[right];
          prefixes[out++] = prefixes[right++];
        }
      }
      System.arraycopy(spareStarts, left, starts, out, middle - left);
      System.arraycopy(sparePrefixes, left, prefixes, out, middle - left);
    }

    private int order(long aPrefix, int a, long bPrefix, int b) {
      return aPrefix != bPrefix ? Long.compareUnsigned(aPrefix, bPrefix) : compare(a, b);
    }
  }
}
