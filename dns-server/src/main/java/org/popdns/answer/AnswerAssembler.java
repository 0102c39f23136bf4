package org.popdns.answer;

import java.lang.foreign.MemorySegment;
import org.popdns.snapshot.CompiledAnswer;
import org.popdns.snapshot.CompiledZone;
import org.popdns.snapshot.Slot;
import org.popdns.wire.WireFormat;

/**
 * Puts a compiled answer ({@link CompiledAnswer}) behind the question in a response, piece by
 * piece: copies records and relocates their pointers, fills slots in, and leaves out or truncates
 * what does not fit. One instance per worker; its result is in the {@link Exchange}.
 *
 * <p>What does not fit (RFC 2181 §9): optional pieces are left out; a cluster's addresses are as
 * many as fit, unless they are signed; for anything else TC is set and the sections stay empty.
 */
final class AnswerAssembler {

  private static final int QNAME_POINTER = WireFormat.POINTER | WireFormat.HEADER_LENGTH_BYTES;

  private final Rotation rotation;
  private final RegionalRecords regional;
  private final WorkerCounters counters;

  AnswerAssembler(Rotation rotation, WorkerCounters counters) {
    this.rotation = rotation;
    this.regional = new RegionalRecords(rotation);
    this.counters = counters;
  }

  /**
   * Writes an answer's sections.
   *
   * @param exchange its query is read as far as the name's length, and its choice has begun
   * @param zone the zone that answers
   * @param answer offset of the answer in the zone's memory
   */
  void assemble(Exchange exchange, CompiledZone zone, long answer) {
    if (!write(exchange, zone, answer)) {
      write(exchange, zone, CompiledAnswer.otherwise(zone.data(), answer));
    }
  }

  /** False if a slot of the answer section is empty, so that another answer is to be given. */
  private boolean write(Exchange exchange, CompiledZone zone, long answer) {
    MemorySegment data = zone.data();
    int header = CompiledAnswer.header(data, answer);
    int pieces = CompiledAnswer.pieceCount(header);
    int form = exchange.dnssecOk ? CompiledAnswer.SIGNED : CompiledAnswer.PLAIN;
    exchange.shift = exchange.query.nameLength() - CompiledAnswer.baseNameLength(header);
    exchange.rcode = CompiledAnswer.rcode(header);
    exchange.flags = CompiledAnswer.isAuthoritative(header) ? WireFormat.AA : 0;
    exchange.clearRecords();
    long leftOut = Long.MAX_VALUE;
    long at = CompiledAnswer.firstRecords(answer, pieces);
    for (int piece = 0; piece < pieces; piece++) {
      int entry = CompiledAnswer.entry(data, answer, piece);
      int second = CompiledAnswer.second(data, answer, piece);
      boolean fits = true;
      if (CompiledAnswer.kind(entry) == CompiledAnswer.RECORDS) {
        if ((entry & form) != 0) {
          fits = copy(exchange, data, at, entry, second);
        }
        at = CompiledAnswer.records(at, second) + CompiledAnswer.lengthBytes(entry);
      } else if ((entry & form) != 0) {
        MemorySegment slots = data;
        long slot = CompiledAnswer.slotOffset(second);
        if (CompiledAnswer.kind(entry) == CompiledAnswer.HEALTH_SLOT) {
          slots = exchange.snapshot.health().slot(second);
          slot = 0;
        }
        long variant = Slot.only(slots, slot);
        boolean byRegion = variant == Slot.BY_REGION;
        if (byRegion) {
          regional.choose(exchange, zone, slots, second, CompiledAnswer.section(entry));
          variant = regional.variant(0);
        }
        if (Slot.count(slots, variant) > 0) {
          fits =
              byRegion
                  ? fillRegional(exchange, slots, entry, leftOut)
                  : fill(
                      exchange,
                      slots,
                      variant,
                      first(slots, variant, entry, second),
                      entry,
                      leftOut);
          if (fits && CompiledAnswer.kind(entry) == CompiledAnswer.HEALTH_SLOT) {
            counters.countDecision(Slot.decision(slots, variant));
          }
        } else if (CompiledAnswer.section(entry) == Exchange.ANSWER
            && CompiledAnswer.otherwise(data, answer) != CompiledZone.NONE) {
          return false;
        }
      }
      if (!fits) {
        if ((entry & CompiledAnswer.OPTIONAL) == 0) {
          exchange.truncate();
          return true;
        }
        leftOut = Math.min(leftOut, exchange.end);
      }
    }
    return true;
  }

  /** Copies a piece of records; false if it does not fit. */
  private static boolean copy(
      Exchange exchange, MemorySegment data, long piece, int entry, int second) {
    long start = exchange.end;
    int length = CompiledAnswer.lengthBytes(entry);
    if (start + length > exchange.limit) {
      return false;
    }
    MemorySegment.copy(
        data, CompiledAnswer.records(piece, second), exchange.response, start, length);
    if (exchange.shift != 0) {
      relocate(exchange, data, piece, second);
    }
    exchange.end = start + length;
    exchange.count(CompiledAnswer.section(entry), CompiledAnswer.recordCount(second));
    return true;
  }

  private static void relocate(Exchange exchange, MemorySegment data, long piece, int second) {
    MemorySegment out = exchange.response;
    int count = CompiledAnswer.relocationCount(second);
    for (int i = 0; i < count; i++) {
      long pointer = exchange.end + CompiledAnswer.relocation(data, piece, i);
      WireFormat.put16(out, pointer, WireFormat.u16(out, pointer) + exchange.shift);
    }
  }

  /**
   * Fills a slot in.
   *
   * @param variant offset of a variant that has records
   * @param first with which of them it begins, if all have one length
   * @param leftOut where optional pieces would begin that were left out before
   * @return false if it does not fit, or its owner stands in what was left out
   */
  private boolean fill(
      Exchange exchange, MemorySegment slots, long variant, int first, int entry, long leftOut) {
    int owner = CompiledAnswer.owner(entry);
    if ((entry & CompiledAnswer.OWNER_SHIFTS) != 0) {
      owner += exchange.shift;
    }
    if (exchange.message + (owner & WireFormat.MAX_POINTER_TARGET) >= leftOut) {
      return false;
    }
    int count = Slot.count(slots, variant);
    int stride = Slot.stride(slots, variant);
    int length = Slot.length(slots, variant);
    int signatures = exchange.dnssecOk ? Slot.signatureLength(slots, variant) : 0;
    long room = exchange.limit - exchange.end;
    if (length + signatures > room) {
      if (stride == 0 || signatures > 0 || (entry & CompiledAnswer.DIVISIBLE) == 0) {
        return false;
      }
      count = (int) (room / stride);
      length = count * stride;
      if (count <= 0) {
        return false;
      }
    }
    append(exchange, slots, Slot.records(variant) + (long) stride * first, length, owner);
    if (signatures > 0) {
      append(exchange, slots, Slot.signatures(slots, variant), signatures, owner);
      count += Slot.signatureCount(slots, variant);
    }
    exchange.count(CompiledAnswer.section(entry), count);
    return true;
  }

  /** Fills in what was chosen for the client; false if it does not fit. */
  private boolean fillRegional(Exchange exchange, MemorySegment slots, int entry, long leftOut) {
    long end = exchange.end;
    long counts = exchange.counts;
    for (int i = 0; i < regional.count(); i++) {
      if (!fill(exchange, slots, regional.variant(i), regional.first(), entry, leftOut)) {
        if (i > 0 && (entry & CompiledAnswer.DIVISIBLE) != 0) {
          return true;
        }
        exchange.end = end;
        exchange.counts = counts;
        return false;
      }
    }
    return true;
  }

  /** With which record the slot's answer begins this time. */
  private int first(MemorySegment slots, long variant, int entry, int second) {
    int count = Slot.count(slots, variant);
    return CompiledAnswer.kind(entry) == CompiledAnswer.HEALTH_SLOT
        ? rotation.nextOfSlot(second, count)
        : rotation.nextOfStatic(variant, count);
  }

  private static void append(
      Exchange exchange, MemorySegment slots, long from, int length, int owner) {
    MemorySegment out = exchange.response;
    long at = exchange.end;
    long end = at + length;
    MemorySegment.copy(slots, from, out, at, length);
    if (owner != QNAME_POINTER) {
      while (at < end) {
        WireFormat.put16(out, at, owner);
        at += Slot.recordLength(out, at);
      }
    }
    exchange.end = end;
  }
}
