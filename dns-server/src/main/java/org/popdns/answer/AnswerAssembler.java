package org.popdns.answer;

import java.lang.foreign.MemorySegment;
import org.popdns.snapshot.AnswerLayout;
import org.popdns.snapshot.CompiledZone;
import org.popdns.snapshot.HealthAnswers;
import org.popdns.snapshot.RotatingSet;
import org.popdns.wire.WireFormat;

/**
 * Puts a compiled answer ({@link AnswerLayout}) behind the question in a response: copies the body,
 * relocates its pointers, appends the rotating RRsets, and leaves out or truncates what does not
 * fit. One instance per worker; its result is in the {@link Exchange}.
 *
 * <p>What does not fit (RFC 2181 §9): optional additional records are left out; a cluster's
 * addresses are as many as fit; for anything else TC is set and the sections stay empty.
 */
final class AnswerAssembler {

  private static final int QNAME_POINTER = WireFormat.POINTER | WireFormat.HEADER_LENGTH_BYTES;

  private final Rotation rotation;
  private final WorkerCounters counters;

  AnswerAssembler(Rotation rotation, WorkerCounters counters) {
    this.rotation = rotation;
    this.counters = counters;
  }

  /**
   * Writes an answer's exchange.
   *
   * @param exchange its query is read as far as the name's length
   * @param zone the zone that answers
   * @param compiled offset of the answer in the zone's memory
   */
  void assemble(Exchange exchange, CompiledZone zone, long compiled) {
    HealthAnswers health = exchange.snapshot.health();
    MemorySegment out = exchange.response;
    long limit = exchange.limit;
    int nameLength = exchange.query.nameLength();
    MemorySegment data = zone.data();
    long answer = compiled;
    if (hasEmptyAnswer(data, answer, health)) {
      answer = AnswerLayout.emptyAnswer(data, answer);
    }
    exchange.rcode = AnswerLayout.rcode(data, answer);
    exchange.flags = AnswerLayout.authoritative(data, answer) ? WireFormat.AA : 0;
    long counts = AnswerLayout.counts(data, answer);
    long lengths = AnswerLayout.lengths(data, answer);
    exchange.ancount = AnswerLayout.ancount(counts);
    exchange.nscount = AnswerLayout.nscount(counts);
    exchange.arcount = AnswerLayout.arcount(counts);
    long start = exchange.records();
    int length = AnswerLayout.bodyLength(lengths);
    if (start + length > limit) {
      length = AnswerLayout.requiredLength(lengths);
      exchange.arcount = AnswerLayout.requiredArcount(counts);
      if (start + length > limit) {
        exchange.truncate();
        return;
      }
    }
    if (length > 0) {
      MemorySegment.copy(data, AnswerLayout.body(data, answer), out, start, length);
    }
    int shift = nameLength - AnswerLayout.baseNameLength(lengths);
    if (shift != 0) {
      relocate(data, answer, out, start, length, shift);
    }
    exchange.end = start + length;
    int blocks = AnswerLayout.blockCount(data, answer);
    for (int block = 0; block < blocks; block++) {
      if (!append(exchange, data, answer, block, shift)) {
        exchange.truncate();
        return;
      }
    }
  }

  /** True if the answer section's cluster has no address of this type at present. */
  private static boolean hasEmptyAnswer(MemorySegment data, long answer, HealthAnswers health) {
    int blocks = AnswerLayout.blockCount(data, answer);
    for (int block = 0; block < blocks; block++) {
      if (AnswerLayout.blockKind(data, answer, block) == AnswerLayout.KIND_SLOT) {
        MemorySegment set = health.slot(AnswerLayout.blockSource(data, answer, block));
        return RotatingSet.count(set, 0) == 0;
      }
    }
    return false;
  }

  private static void relocate(
      MemorySegment data, long answer, MemorySegment out, long start, int length, int shift) {
    int count = AnswerLayout.relocationCount(data, answer);
    long relocations = AnswerLayout.relocations(data, answer);
    for (int i = 0; i < count; i++) {
      int at = AnswerLayout.relocation(data, relocations, i);
      if (at >= length) {
        return; // The rest belongs to records that were left out.
      }
      WireFormat.put16(out, start + at, WireFormat.u16(out, start + at) + shift);
    }
  }

  /**
   * Appends a block's records.
   *
   * @return false if it belongs to the answer and does not fit
   */
  private boolean append(Exchange exchange, MemorySegment data, long answer, int block, int shift) {
    MemorySegment out = exchange.response;
    int kind = AnswerLayout.blockKind(data, answer, block);
    int source = AnswerLayout.blockSource(data, answer, block);
    boolean slot = (kind & AnswerLayout.KIND_SLOT) != 0;
    MemorySegment set = slot ? exchange.snapshot.health().slot(source) : data;
    long offset = slot ? 0 : (source & 0xffffffffL) << 3;
    int count = RotatingSet.count(set, offset);
    if (count == 0) {
      return true;
    }
    boolean additional = (kind & AnswerLayout.KIND_ADDITIONAL) != 0;
    int stride = RotatingSet.stride(set, offset);
    int fitting = (int) Math.min(count, (exchange.limit - exchange.end) / stride);
    if (fitting < count) {
      if (additional) {
        return true;
      }
      if (!slot || fitting == 0) {
        return false;
      }
    }
    int first = slot ? rotation.nextOfSlot(source, count) : rotation.nextOfStatic(offset, count);
    long from = offset + RotatingSet.HEADER_BYTES + (long) first * stride;
    MemorySegment.copy(set, from, out, exchange.end, (long) fitting * stride);
    int owner = AnswerLayout.blockOwner(data, answer, block);
    if (owner != QNAME_POINTER) {
      int pointer = owner + (AnswerLayout.blockOwnerShifts(data, answer, block) ? shift : 0);
      for (int i = 0; i < fitting; i++) {
        WireFormat.put16(out, exchange.end + (long) i * stride, pointer);
      }
    }
    exchange.end += (long) fitting * stride;
    if (additional) {
      exchange.arcount += fitting;
    } else {
      exchange.ancount += fitting;
    }
    if (slot) {
      counters.countDecision(RotatingSet.decision(set, offset));
    }
    return true;
  }
}
