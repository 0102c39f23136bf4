package org.popdns.config.model;

import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.ToIntFunction;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;

/**
 * The record sets of a zone side by side in one array, in canonical order: some fifty bytes for a
 * name with an address instead of nine objects. A list whose elements are made when they are asked
 * for; who goes through millions uses a {@link RecordCursor}. Immutable.
 *
 * <pre>
 *   record set, one behind the other; numbers without a width are LEB128, unsigned
 *     u8      ownerLength   bytes of the owner's labels without the origin's
 *             owner         labels in the case they were written
 *     u16     type          network order
 *     u32     ttl           network order
 *             plan          0, or 1 + index of the plan that gives the addresses
 *             file          index
 *             line
 *             column
 *             records
 *             records times: length, RDATA with names uncompressed
 * </pre>
 */
public final class PackedRecordSets extends AbstractList<RecordSet> implements RandomAccess {

  /** The longest number takes this many bytes. */
  static final int LONGEST_NUMBER = 5;

  // RFC 1035 §3.3.13: the serial and four times, of four bytes each.
  private static final int SERIAL_FROM_END = 20;

  private final DomainName origin;
  private final byte[] bytes;
  private final int[] starts;
  private final List<Path> files;
  private final List<String> plans;
  // 0 until it is asked for; whoever counts finds the same.
  private int ownerCount;

  /** Takes over the arrays; {@code starts} has an offset for each set, and the end. */
  PackedRecordSets(
      DomainName origin, byte[] bytes, int[] starts, List<Path> files, List<String> plans) {
    this.origin = origin;
    this.bytes = bytes;
    this.starts = starts;
    this.files = files;
    this.plans = plans;
  }

  /**
   * The sets that {@link #bytes}, {@link #files} and {@link #plans} of others gave.
   *
   * @throws IllegalArgumentException if the bytes are no such sets
   */
  public static PackedRecordSets of(
      DomainName origin, byte[] bytes, List<Path> files, List<String> plans) {
    try {
      int[] starts = RecordWalk.starts(bytes, origin.lengthBytes(), files.size(), plans.size());
      return new PackedRecordSets(origin, bytes, starts, List.copyOf(files), List.copyOf(plans));
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("record sets that are cut off", e);
    }
  }

  /** The files that the sets stand in, by their indexes. */
  public List<Path> files() {
    return files;
  }

  /** The plans that sets name, by their indexes. */
  public List<String> plans() {
    return plans;
  }

  /** The apex that the owners are below. */
  public DomainName origin() {
    return origin;
  }

  /** All sets, in the layout above; nobody changes the array. */
  public byte[] bytes() {
    return bytes;
  }

  /** The same sets, with another serial in the SOA record, which is the zone's only one. */
  public PackedRecordSets withSerial(long serial) {
    int index = indexOf(origin, RecordType.SOA);
    if (index < 0) {
      throw new IllegalArgumentException("zone " + origin + " has no SOA record");
    }
    RecordCursor cursor = cursor();
    cursor.move(index);
    cursor.nextRecord();
    byte[] copy = bytes.clone();
    int at = cursor.rdataOffset() + cursor.rdataLength() - SERIAL_FROM_END;
    copy[at] = (byte) (serial >>> 24);
    copy[at + 1] = (byte) (serial >>> 16);
    copy[at + 2] = (byte) (serial >>> 8);
    copy[at + 3] = (byte) serial;
    return new PackedRecordSets(origin, copy, starts, files, plans);
  }

  /** How many names own records. */
  public int ownerCount() {
    int owners = ownerCount;
    if (owners == 0 && size() > 0) {
      RecordCursor cursor = cursor();
      int offset = 0;
      int length = 0;
      for (int set = 0; set < size(); set++) {
        cursor.move(set);
        if (set == 0 || cursor.compareOwner(bytes, offset, length) != 0) {
          owners++;
        }
        offset = cursor.ownerOffset();
        length = cursor.ownerLength();
      }
      ownerCount = owners;
    }
    return owners;
  }

  /** Where a set begins; that of {@link #size} is the end. */
  int start(int index) {
    return starts[index];
  }

  /** A new cursor, before the first set. */
  public RecordCursor cursor() {
    return new RecordCursor(this);
  }

  @Override
  public int size() {
    return starts.length - 1;
  }

  @Override
  public RecordSet get(int index) {
    RecordCursor cursor = cursor();
    cursor.move(index);
    DomainName owner = cursor.owner();
    Position position = cursor.position(files);
    String plan = cursor.isSteered() ? plans.get(cursor.plan()) : "";
    boolean steered = cursor.isSteered();
    List<byte[]> rdata = new ArrayList<>(cursor.recordCount());
    while (cursor.nextRecord()) {
      rdata.add(
          Arrays.copyOfRange(
              bytes, cursor.rdataOffset(), cursor.rdataOffset() + cursor.rdataLength()));
    }
    return steered
        ? new RecordSet.Steered(owner, cursor.type(), cursor.ttlSeconds(), plan, rdata, position)
        : new RecordSet.Static(owner, cursor.type(), cursor.ttlSeconds(), rdata, position);
  }

  /**
   * Finds a set.
   *
   * @return its index, or a negative number if there is none
   */
  public int indexOf(DomainName owner, int type) {
    return find(owner, cursor -> Integer.compare(cursor.type(), type));
  }

  /** True if a name owns records. */
  public boolean hasOwner(DomainName owner) {
    return find(owner, cursor -> 0) >= 0;
  }

  private int find(DomainName owner, ToIntFunction<RecordCursor> typeOrder) {
    if (!owner.isAtOrBelow(origin)) {
      return -1;
    }
    byte[] labels = owner.toWire();
    int length = labels.length - origin.lengthBytes();
    RecordCursor cursor = cursor();
    int low = 0;
    int high = size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      cursor.move(middle);
      int order = cursor.compareOwner(labels, 0, length);
      order = order != 0 ? order : typeOrder.applyAsInt(cursor);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** True if the other says the same of the same owners and types, wherever the file says so. */
  boolean hasSameData(PackedRecordSets other) {
    if (Arrays.equals(bytes, other.bytes) && plans.equals(other.plans)) {
      return true; // Mostly so, and soon seen.
    }
    if (size() != other.size() || !origin.equals(other.origin)) {
      return false;
    }
    RecordCursor mine = cursor();
    RecordCursor theirs = other.cursor();
    for (int i = 0; i < size(); i++) {
      mine.move(i);
      theirs.move(i);
      boolean sameCluster =
          mine.isSteered() == theirs.isSteered()
              && (!mine.isSteered()
                  || plans.get(mine.plan()).equals(other.plans.get(theirs.plan())));
      if (!sameCluster || !mine.hasSameRecords(theirs)) {
        return false;
      }
    }
    return true;
  }
}
