package org.popdns.config.zone;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.RecursiveAction;
import org.popdns.config.model.PackedRecordSets;
import org.popdns.config.model.RecordPacker;
import org.popdns.config.record.CanonicalRdata;
import org.popdns.config.record.RecordType;
import org.popdns.name.DomainName;
import org.popdns.name.NameOrder;

/**
 * The single records of a plain master file, gathered in one array and then put in canonical order,
 * which makes record sets of them. Used by one thread; sorting takes more.
 *
 * <pre>
 *   record: u8 ownerLength | owner without the origin | u16 type | u32 ttl | u32 line | u32 column
 *           | u16 rdataLength | RDATA
 * </pre>
 */
final class PlainRecords {

  private static final int FIXED_BYTES = 16;
  private static final int PARALLEL = 1 << 15;

  private final DomainName origin;
  private byte[] bytes;
  private int length;
  private int[] starts;
  private long[] prefixes;
  private int count;

  /**
   * Prepares for a file.
   *
   * @param fileBytes its size
   */
  PlainRecords(DomainName origin, int fileBytes) {
    this.origin = origin;
    bytes = new byte[256 + Math.min(1 << 28, fileBytes + (fileBytes >>> 1))];
    starts = new int[8 + (fileBytes >>> 5)];
    prefixes = new long[starts.length];
  }

  /** Adds a record. */
  void add(
      byte[] owner,
      int ownerLength,
      int type,
      long ttlSeconds,
      int line,
      int column,
      PlainRdata rdata)
      throws NotPlain {
    NotPlain.unless(count < MasterRecords.MOST_RECORDS);
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      prefixes = Arrays.copyOf(prefixes, count * 2);
    }
    long needed = (long) length + 1 + ownerLength + FIXED_BYTES + rdata.length();
    if (needed > bytes.length) {
      NotPlain.unless(needed <= RecordPacker.MAX_BYTES);
      bytes = Arrays.copyOf(bytes, (int) Math.min(RecordPacker.MAX_BYTES, needed * 2));
    }
    starts[count] = length;
    prefixes[count] = prefix(owner, ownerLength);
    count++;
    bytes[length++] = (byte) ownerLength;
    System.arraycopy(owner, 0, bytes, length, ownerLength);
    length += ownerLength;
    put16(type);
    put32((int) ttlSeconds);
    put32(line);
    put32(column);
    put16(rdata.length());
    System.arraycopy(rdata.bytes(), 0, bytes, length, rdata.length());
    length += rdata.length();
  }

  private void put16(int value) {
    bytes[length++] = (byte) (value >>> 8);
    bytes[length++] = (byte) value;
  }

  private void put32(int value) {
    put16(value >>> 16);
    put16(value);
  }

  /**
   * The first eight bytes of a name in canonical order, as an unsigned number: labels from the last
   * one on, in lower case, a zero behind each. Where these differ, they tell the order, as no label
   * of a plain file has a zero in it.
   */
  private static long prefix(byte[] labels, int labelsLength) {
    long prefix = 0;
    int room = 8;
    int end = labelsLength;
    while (end > 0 && room > 0) {
      int label = NameOrder.lastLabel(labels, 0, end);
      int labelLength = labels[label];
      for (int i = 1; i <= labelLength && room > 0; i++) {
        prefix = prefix << 8 | NameOrder.lower(labels[label + i]);
        room--;
      }
      if (room > 0) {
        prefix <<= 8;
        room--;
      }
      end = label;
    }
    return room > 0 ? prefix << (room << 3) : prefix;
  }

  /**
   * The record sets, in canonical order.
   *
   * @throws NotPlain if a set has records that a message says something about
   */
  PackedRecordSets sets(Path file) throws NotPlain {
    sort();
    RecordPacker packer = new RecordPacker(origin, count, length);
    for (int from = 0; from < count; ) {
      int to = from + 1;
      while (to < count && isSameSet(starts[from], prefixes[from], starts[to], prefixes[to])) {
        to++;
      }
      set(from, to, file, packer);
      from = to;
    }
    return packer.build();
  }

  private boolean isSameSet(int a, long aPrefix, int b, long bPrefix) {
    return aPrefix == bPrefix && compare(a, b) == 0;
  }

  private void set(int from, int to, Path file, RecordPacker packer) throws NotPlain {
    int first = starts[from];
    int ownerLength = bytes[first] & 0xff;
    int fixed = first + 1 + ownerLength;
    int type = u16(fixed);
    int ttl = u32(fixed + 2);
    packer.owner(bytes, first + 1, ownerLength);
    packer.type(type, ttl).at(file, u32(fixed + 6), u32(fixed + 10)).records(to - from);
    if (to - from > 1) {
      checkTogether(from, to, type, ttl);
    }
    for (int i = from; i < to; i++) {
      int at = starts[i] + 1 + (bytes[starts[i]] & 0xff) + FIXED_BYTES;
      packer.rdata(bytes, at, u16(at - 2));
    }
  }

  private void checkTogether(int from, int to, int type, int ttl) throws NotPlain {
    boolean single = type == RecordType.CNAME || type == RecordType.DNAME || type == RecordType.SOA;
    if (single || to - from > DraftRecordSet.MOST_VALUES) {
      throw new NotPlain();
    }
    Set<String> seen = HashSet.newHashSet(to - from);
    for (int i = from; i < to; i++) {
      int fixed = starts[i] + 1 + (bytes[starts[i]] & 0xff);
      int at = fixed + FIXED_BYTES;
      byte[] rdata = Arrays.copyOfRange(bytes, at, at + u16(at - 2));
      if (u32(fixed + 2) != ttl || !seen.add(CanonicalRdata.key(type, rdata))) {
        throw new NotPlain();
      }
    }
  }

  private int u16(int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  private int u32(int at) {
    return u16(at) << 16 | u16(at + 2);
  }

  /** By owner in canonical order, then by type. */
  private int compare(int a, int b) {
    int aLength = bytes[a] & 0xff;
    int bLength = bytes[b] & 0xff;
    int order = NameOrder.compare(bytes, a + 1, aLength, bytes, b + 1, bLength);
    return order != 0 ? order : u16(a + 1 + aLength) - u16(b + 1 + bLength);
  }

  private void sort() {
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
