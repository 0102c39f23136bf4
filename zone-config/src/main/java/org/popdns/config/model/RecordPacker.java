package org.popdns.config.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.popdns.name.DomainName;

/**
 * Writes record sets one behind the other, in the layout of {@link PackedRecordSets}. Used by one
 * thread, for one zone; the caller adds the sets in canonical order.
 *
 * <pre>{@code
 * packer.owner(wire, 0, length);
 * packer.type(RecordType.A, 300).at(file, line, column).records(1).rdata(bytes, 0, 4);
 * }</pre>
 */
public final class RecordPacker {

  /** Most bytes that a zone's sets take together. */
  public static final int MAX_BYTES = 1 << 30;

  private static final int SMALLEST = 128;

  private final DomainName origin;
  private final List<Path> files = new ArrayList<>(1);
  private final List<String> plans = new ArrayList<>(0);
  private final Map<String, Integer> planNumbers = new HashMap<>(0);
  private byte[] bytes;
  private int[] starts;
  private int length;
  private int count;

  /**
   * Prepares for a zone.
   *
   * @param sets how many are expected
   * @param bytes how many bytes they are expected to take
   */
  public RecordPacker(DomainName origin, int sets, int bytes) {
    this.origin = origin;
    this.bytes = new byte[Math.max(SMALLEST, bytes)];
    this.starts = new int[Math.max(4, sets)];
  }

  /**
   * The record sets of a list, in its order.
   *
   * @throws IllegalArgumentException if one is outside the zone, or they pass {@link #MAX_BYTES}
   */
  static PackedRecordSets pack(DomainName origin, List<RecordSet> sets) {
    RecordPacker packer =
        new RecordPacker(origin, sets.size(), 48 * Math.min(sets.size(), 1 << 20));
    for (RecordSet set : sets) {
      packer.add(set);
    }
    return packer.build();
  }

  private void add(RecordSet set) {
    DomainName owner = set.owner();
    if (!owner.isAtOrBelow(origin)) {
      throw new IllegalArgumentException(owner + " is outside the zone " + origin);
    }
    byte[] wire = owner.toWire();
    owner(wire, 0, wire.length - origin.lengthBytes());
    switch (set) {
      case RecordSet.Static records -> {
        type(set.type(), set.ttlSeconds()).at(set.position());
        rdata(records.rdata());
      }
      case RecordSet.Steered steered -> {
        steered(set.type(), set.ttlSeconds(), steered.plan()).at(set.position());
        rdata(steered.lastResort());
      }
    }
  }

  private void rdata(List<byte[]> records) {
    records(records.size());
    for (byte[] record : records) {
      rdata(record, 0, record.length);
    }
  }

  /**
   * Begins a set.
   *
   * @param length bytes of the owner's labels without the origin's
   */
  public void owner(byte[] labels, int from, int length) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
    }
    starts[count++] = this.length;
    room(1 + length);
    bytes[this.length++] = (byte) length;
    raw(labels, from, length);
  }

  /** The type and TTL of a set of records. */
  public RecordPacker type(int type, long ttlSeconds) {
    return type(type, ttlSeconds, 0);
  }

  /** The type and TTL of a set whose addresses a plan gives; records are its last resort. */
  public RecordPacker steered(int type, long ttlSeconds, String plan) {
    int known = planNumbers.computeIfAbsent(plan, added -> plans.size());
    if (known == plans.size()) {
      plans.add(plan);
    }
    return type(type, ttlSeconds, known + 1);
  }

  private RecordPacker type(int type, long ttlSeconds, int plan) {
    room(6 + PackedRecordSets.LONGEST_NUMBER);
    bytes[length++] = (byte) (type >>> 8);
    bytes[length++] = (byte) type;
    bytes[length++] = (byte) (ttlSeconds >>> 24);
    bytes[length++] = (byte) (ttlSeconds >>> 16);
    bytes[length++] = (byte) (ttlSeconds >>> 8);
    bytes[length++] = (byte) ttlSeconds;
    number(plan);
    return this;
  }

  private void at(Position position) {
    at(position.file(), position.line(), position.column());
  }

  /** Where the set stands. */
  public RecordPacker at(Path file, int line, int column) {
    // Mostly the same file as that of the set before.
    int known =
        files.isEmpty() || !files.getLast().equals(file) ? files.indexOf(file) : files.size() - 1;
    if (known < 0) {
      files.add(file);
      known = files.size() - 1;
    }
    room(3 * PackedRecordSets.LONGEST_NUMBER);
    number(known);
    number(line);
    number(column);
    return this;
  }

  /** How many records follow. */
  public RecordPacker records(int count) {
    room(PackedRecordSets.LONGEST_NUMBER);
    number(count);
    return this;
  }

  /** A record. */
  public RecordPacker rdata(byte[] source, int from, int length) {
    room(PackedRecordSets.LONGEST_NUMBER + length);
    number(length);
    raw(source, from, length);
    return this;
  }

  /** The sets; the packer is of no more use. */
  public PackedRecordSets build() {
    int[] offsets = Arrays.copyOf(starts, count + 1);
    offsets[count] = length;
    byte[] exact = bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
    return new PackedRecordSets(origin, exact, offsets, List.copyOf(files), List.copyOf(plans));
  }

  private void raw(byte[] source, int from, int count) {
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  private void number(int value) {
    int rest = value;
    while (rest > 0x7f) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  private void room(int more) {
    long needed = (long) length + more;
    if (needed > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the records take more than " + (MAX_BYTES >> 20) + " MiB of memory");
    }
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(needed, bytes.length * 2L)));
    }
  }
}
