package org.popdns.answer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.popdns.config.model.EmbeddedIpv4;
import org.popdns.wire.Query;
import org.popdns.wire.QueryParser;
import org.popdns.wire.RecordClass;
import org.popdns.wire.WireFormat;

/**
 * Sets some of a worker's queries aside: name, type, and in which network the client is, no
 * address. Between two of them the worker counts alone, one addition and one comparison for all
 * that a receive brought; which query of a batch it is does not depend on the batch's size. Nothing
 * is set aside before the control side asks for it.
 *
 * <pre>
 *   worker   due(received) → take(…) ─→ ring of {@link #CAPACITY} entries
 *   control  drain() ←──────────────────╯   aim(period): how many queries one stands for
 *
 *   entry, 8-byte aligned, in native byte order
 *     0  u16 type
 *     2  u8  nameLength
 *     3  u8  length of the sender's network, and {@link SampledQuery#IPV4}
 *     4  u8  the same of the client subnet option's; {@link SampledQuery#NO_NETWORK} without one
 *     8  u64 the sender's network: its first bits, the first the highest
 *    16  u64 the same of the option's
 *    24  the name as it came
 * </pre>
 *
 * <p>One thread takes, another one drains and aims. The two share {@code due}: if both write it at
 * once, one of two good values stays.
 */
public final class QueryTap {

  /** How many queries are kept between two drains; what comes on top is counted alone. */
  public static final int CAPACITY = 64;

  /** {@link #due} returns it where no query is to be set aside. */
  public static final int NONE = -1;

  private static final int SENDER_SHAPE = 3;
  private static final int SUBNET_SHAPE = 4;
  private static final int SENDER = 8;
  private static final int SUBNET = 16;
  private static final int NAME = 24;
  private static final int ENTRY_BYTES = 280;

  private static final int SUBNET_FIXED_BYTES = 4;
  private static final int SUBNET_SOURCE = 2;
  private static final int FAMILY_IPV4 = 1;
  private static final long NEVER = Long.MAX_VALUE;

  private static final VarHandle SEEN = handle("seen", long.class);
  private static final VarHandle DUE = handle("due", long.class);
  private static final VarHandle PERIOD = handle("period", int.class);
  private static final VarHandle WRITTEN = handle("written", long.class);
  private static final VarHandle READ = handle("read", long.class);
  private static final VarHandle UNFIT = handle("unfit", long.class);

  private final OwnMark ownMark;

  // Written by the worker alone but for due and period.
  private long seen;
  private long due = NEVER;
  private int period = 1;
  private long written;
  private long unfit;
  private long random;
  private final Query query = new Query();

  // Written by the control side alone; the ring is there before anything is due.
  private volatile MemorySegment ring = MemorySegment.NULL;
  private long read;
  private long drainedSeen;
  private long drainedUnfit;

  /**
   * A tap that sets nothing aside yet.
   *
   * @param ownMark by which the server's own queries are left out
   * @param seed of the order in which queries are chosen
   */
  QueryTap(OwnMark ownMark, long seed) {
    this.ownMark = ownMark;
    this.random = seed | 1;
  }

  private static VarHandle handle(String field, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(QueryTap.class, field, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // ---- the worker's side

  /**
   * Counts queries.
   *
   * @param received how many came at once, at least 1
   * @return which of them is to be set aside, from 0 on; mostly {@link #NONE}
   */
  public int due(int received) {
    long now = seen + received;
    SEEN.setOpaque(this, now);
    // What the control side wrote is seen by the next batch: its root was acquired in between.
    long over = now - due;
    return over < 0 ? NONE : (int) Math.max(0, received - 1 - over);
  }

  /**
   * Sets a query aside, if it is one that a client asks of zones.
   *
   * @param message readable {@link QueryParser#READ_AHEAD_BYTES} beyond the message
   * @param offset of its first byte
   * @param length its length in bytes
   * @param client who sent it
   */
  public void take(MemorySegment message, long offset, int length, Client client) {
    int parsed = QueryParser.parse(message, offset, length, query);
    if ((parsed != QueryParser.OK && parsed != QueryParser.SIGNED)
        || query.recordClass() != RecordClass.IN
        || ownMark.isOn(message, query)) {
      UNFIT.setOpaque(this, unfit + 1);
      again();
      return;
    }
    if (written - (long) READ.getAcquire(this) >= CAPACITY) {
      DUE.setOpaque(this, NEVER); // The next drain begins anew.
      return;
    }
    write(message, offset, client);
    again();
  }

  private void write(MemorySegment message, long offset, Client client) {
    MemorySegment out = ring;
    long at = entry(written);
    int nameLength = query.nameLength();
    out.set(ValueLayout.JAVA_SHORT, at, (short) query.type());
    out.set(ValueLayout.JAVA_BYTE, at + 2, (byte) nameLength);
    boolean ipv4 = client.protocol().isIpv4();
    put(
        out,
        at + SENDER_SHAPE,
        at + SENDER,
        ipv4,
        ipv4 ? client.addressLow() << Integer.SIZE : client.addressHigh(),
        ipv4 ? 0 : client.addressLow(),
        ipv4 ? Integer.SIZE : 2 * Long.SIZE);
    out.set(ValueLayout.JAVA_BYTE, at + SUBNET_SHAPE, (byte) SampledQuery.NO_NETWORK);
    if (query.subnetLength() > SUBNET_FIXED_BYTES) {
      writeSubnet(out, at, message);
    }
    MemorySegment.copy(
        message, offset + WireFormat.HEADER_LENGTH_BYTES, out, at + NAME, nameLength);
    WRITTEN.setRelease(this, written + 1);
  }

  /** A well-formed option: behind its source there are zeros, behind the message eight bytes. */
  private void writeSubnet(MemorySegment out, long at, MemorySegment message) {
    long option = query.subnetOffset();
    long address = option + SUBNET_FIXED_BYTES;
    int source = WireFormat.u8(message, option + SUBNET_SOURCE);
    boolean ipv4 = WireFormat.u16(message, option) == FAMILY_IPV4;
    long high = masked(WireFormat.s64(message, address), Math.min(source, Long.SIZE));
    long low =
        source > Long.SIZE
            ? masked(WireFormat.s64(message, address + Long.BYTES), source - Long.SIZE)
            : 0;
    put(out, at + SUBNET_SHAPE, at + SUBNET, ipv4, high, low, source);
  }

  /**
   * Writes the network of an address, no longer than a client is hashed by. An IPv6 address that
   * stands for an IPv4 address counts as that one, whose whole may stand in its first 48 bits.
   */
  private static void put(
      MemorySegment out, long shapeAt, long bitsAt, boolean ipv4, long high, long low, int length) {
    int before = ipv4 ? EmbeddedIpv4.NONE : EmbeddedIpv4.bitsBefore(high, low);
    boolean embedded = before != EmbeddedIpv4.NONE && length > before;
    long bits = embedded ? (long) EmbeddedIpv4.address(high, low) << Integer.SIZE : high;
    boolean asIpv4 = ipv4 || embedded;
    int kept =
        Math.min(
            embedded ? length - before : length,
            asIpv4 ? Choice.IPV4_NETWORK_BITS : Choice.IPV6_NETWORK_BITS);
    out.set(ValueLayout.JAVA_BYTE, shapeAt, (byte) (asIpv4 ? kept | SampledQuery.IPV4 : kept));
    out.set(ValueLayout.JAVA_LONG, bitsAt, masked(bits, kept));
  }

  /** The first bits of a word, at least one, and zeros. */
  private static long masked(long word, int bits) {
    return word & -1L << (Long.SIZE - bits);
  }

  /** Chooses the next: on average a period away, so that nothing regular in queries meets it. */
  private void again() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    int span = 2 * period - 1;
    DUE.setOpaque(this, seen + 1 + Math.floorMod(random, span));
  }

  // ---- the control side

  /**
   * What came since the last drain.
   *
   * @param queries how many the worker received, its own and what is no query included
   * @param unfit how many of those that were looked at are no client's queries of zones
   * @param taken those that were set aside
   */
  public record Drained(long queries, long unfit, List<SampledQuery> taken) {

    /** Copies the list. */
    public Drained {
      taken = List.copyOf(taken);
    }
  }

  /** Takes what was set aside. */
  public Drained drain() {
    long nowSeen = (long) SEEN.getOpaque(this);
    long nowUnfit = (long) UNFIT.getOpaque(this);
    long end = (long) WRITTEN.getAcquire(this);
    List<SampledQuery> taken = new ArrayList<>();
    for (long number = read; number < end; number++) {
      taken.add(entryAt(entry(number)));
    }
    READ.setRelease(this, end);
    Drained drained = new Drained(nowSeen - drainedSeen, nowUnfit - drainedUnfit, taken);
    drainedSeen = nowSeen;
    drainedUnfit = nowUnfit;
    return drained;
  }

  private SampledQuery entryAt(long at) {
    MemorySegment from = ring;
    byte[] name = new byte[from.get(ValueLayout.JAVA_BYTE, at + 2) & 0xff];
    MemorySegment.copy(from, ValueLayout.JAVA_BYTE, at + NAME, name, 0, name.length);
    return new SampledQuery(
        name,
        from.get(ValueLayout.JAVA_SHORT, at) & 0xffff,
        from.get(ValueLayout.JAVA_BYTE, at + SENDER_SHAPE),
        from.get(ValueLayout.JAVA_LONG, at + SENDER),
        from.get(ValueLayout.JAVA_BYTE, at + SUBNET_SHAPE),
        from.get(ValueLayout.JAVA_LONG, at + SUBNET));
  }

  /**
   * Says how many queries one that is set aside stands for, from now on; begins where nothing was.
   *
   * @param queries at least 1
   */
  public void aim(int queries) {
    if (ring.byteSize() == 0) {
      ring = Arena.ofAuto().allocate((long) CAPACITY * ENTRY_BYTES, Long.BYTES);
    }
    PERIOD.setOpaque(this, queries);
    long next = (long) SEEN.getOpaque(this) + queries;
    // What was aimed at while there were many queries may be hours away now that there are few.
    if ((long) DUE.getOpaque(this) > next + queries) {
      DUE.setRelease(this, next);
    }
  }

  /** Sets nothing aside any more. */
  public void stop() {
    DUE.setOpaque(this, NEVER);
  }

  private static long entry(long number) {
    return number % CAPACITY * ENTRY_BYTES;
  }
}
