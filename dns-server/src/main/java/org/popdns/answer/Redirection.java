package org.popdns.answer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.popdns.record.RecordType;
import org.popdns.snapshot.CompiledAnswer;
import org.popdns.snapshot.CompiledZone;
import org.popdns.snapshot.ZoneLookup;
import org.popdns.wire.MessageName;
import org.popdns.wire.Query;
import org.popdns.wire.QueryParser;
import org.popdns.wire.Rcode;
import org.popdns.wire.RecordClass;
import org.popdns.wire.WireFormat;

/**
 * Answers names below a DNAME record (RFC 6672 §3.2): the DNAME, the CNAME synthesised from it, and
 * what the substituted name leads to within the zone. Such names are not known when a zone is
 * compiled, so this is done per query; it is rarer than all else and may be slower. One instance
 * per worker; it allocates nothing.
 *
 * <p>A steered DNAME ends the answer with the CNAME made from it, as a steered CNAME does: where it
 * leads depends on the client, and the scope is that of the DNAME alone.
 *
 * <p>Each step's compiled answer is assembled into a message of its own, whose records are then
 * appended, their names compressed anew.
 */
final class Redirection {

  /** How many names are tried; a longer way ends there with NOERROR. */
  private static final int MAX_STEPS = 16;

  private static final int MAX_NAME_BYTES = 255;
  private static final int RECORD_FIXED_BYTES = 10;

  private final AnswerAssembler assembler;
  private final NameCompressor names = new NameCompressor();
  private final Exchange step = new Exchange();
  private final MemorySegment name =
      Arena.ofAuto().allocate(MAX_NAME_BYTES + QueryParser.READ_AHEAD_BYTES, 8);
  private final long[] asked = new long[MAX_STEPS];
  private final long[] redirects = new long[MAX_STEPS];

  Redirection(AnswerAssembler assembler) {
    this.assembler = assembler;
    step.response(
        Arena.ofAuto().allocate(WireFormat.MAX_MESSAGE_BYTES, 8), 0, WireFormat.MAX_MESSAGE_BYTES);
    step.limit = WireFormat.MAX_MESSAGE_BYTES;
  }

  /**
   * Writes the sections of an answer.
   *
   * @param exchange its response holds the question
   * @param lookup has found the query's name below a DNAME record; overwritten
   */
  void follow(Exchange exchange, ZoneLookup lookup) {
    Query query = exchange.query;
    MemorySegment out = exchange.response;
    exchange.clearSections();
    exchange.flags = WireFormat.AA;
    names.begin(out, exchange.message);
    CompiledZone zone = lookup.zone();
    step.begin(exchange.snapshot);
    step.dnssecOk = exchange.dnssecOk;
    step.choice = exchange.choice;
    // The name asked in this step stands in the question, then in the last CNAME.
    long question = exchange.message + WireFormat.HEADER_LENGTH_BYTES;
    MemorySegment.copy(out, question, name, 0, query.nameLength());
    step.query.askInstead(query, name, 0);
    int pointer = WireFormat.HEADER_LENGTH_BYTES;
    for (int steps = 0; steps < MAX_STEPS; steps++) {
      asked[steps] = step.query.hashWithout(0);
      redirects[steps] = lookup.isRedirected() ? lookup.answer() : CompiledZone.NONE;
      assembleStep(lookup);
      boolean redirected = lookup.isRedirected();
      if (!redirected || !contains(redirects, steps, lookup.answer())) {
        if (!append(exchange, pointer)) {
          exchange.truncate();
          return;
        }
      }
      if (redirected && step.recordCount(Exchange.ANSWER) == 0) {
        exchange.rcode = Rcode.SERVFAIL; // A steered DNAME of which nobody says where it leads.
        return;
      }
      if (!redirected) {
        exchange.rcode = step.rcode;
        exchange.flags |= step.flags;
        return;
      }
      int length = substitute(lookup);
      if (length > MAX_NAME_BYTES) {
        exchange.rcode = Rcode.YXDOMAIN; // RFC 6672 §2.2
        return;
      }
      pointer = appendCname(exchange, pointer);
      if (pointer < 0) {
        exchange.truncate();
        return;
      }
      if (query.type() == RecordType.CNAME || query.type() == RecordType.ANY) {
        return; // The synthesised CNAME is what was asked for.
      }
      if (isSteered(zone, lookup.answer())) {
        return; // Where it leads depends on the client.
      }
      step.query.askInstead(query, name, 0);
      if (contains(asked, steps + 1, step.query.hashWithout(0))
          || exchange.snapshot.zones().closest(step.query, 0) != zone) {
        return;
      }
      lookup.find(zone, step.query);
    }
  }

  private static boolean contains(long[] values, int count, long value) {
    for (int i = 0; i < count; i++) {
      if (values[i] == value) {
        return true;
      }
    }
    return false;
  }

  /** Makes a message of its own of a step's answer. */
  private void assembleStep(ZoneLookup lookup) {
    MemorySegment.copy(
        name, 0, step.response, WireFormat.HEADER_LENGTH_BYTES, step.query.nameLength());
    assembler.assemble(step, lookup.zone(), lookup.answer());
  }

  /** Puts the substituted name in {@link #name}; its length may be too long, then it is not put. */
  private int substitute(ZoneLookup lookup) {
    long target = target();
    int targetLength = WireFormat.u16(step.response, target - 2);
    int kept = step.query.offsetWithout(lookup.redirectedLabels());
    if (kept + targetLength <= MAX_NAME_BYTES) {
      MemorySegment.copy(step.response, target, name, kept, targetLength);
    }
    return kept + targetLength;
  }

  /** Offset of the target's name in the step's DNAME record, the first, which has it whole. */
  private long target() {
    return MessageName.after(step.response, step.records()) + RECORD_FIXED_BYTES;
  }

  /** True if clients are answered with different DNAMEs. */
  private static boolean isSteered(CompiledZone zone, long answer) {
    int entry = CompiledAnswer.entry(zone.data(), answer, 0);
    return CompiledAnswer.kind(entry) == CompiledAnswer.HEALTH_SLOT;
  }

  /**
   * Appends the synthesised CNAME (RFC 6672 §3.1: with the DNAME's TTL).
   *
   * @return where its target stands, for compression pointers, or -1 if it does not fit
   */
  private int appendCname(Exchange exchange, int ownerPointer) {
    MemorySegment out = exchange.response;
    long limit = exchange.limit;
    long at = exchange.end;
    long target = at + 2 + RECORD_FIXED_BYTES;
    long end = target > limit ? -1 : names.write(name, 0, 0, out, target, limit);
    if (end < 0) {
      return -1;
    }
    WireFormat.put16(out, at, WireFormat.POINTER | ownerPointer);
    WireFormat.put16(out, at + 2, RecordType.CNAME);
    WireFormat.put16(out, at + 4, RecordClass.IN);
    WireFormat.put32(out, at + 6, WireFormat.s32(step.response, target() - 6));
    WireFormat.put16(out, at + 10, (int) (end - target));
    exchange.end = end;
    exchange.count(Exchange.ANSWER, 1);
    long place = MessageName.label(out, exchange.message, target) - exchange.message;
    return place <= WireFormat.MAX_POINTER_TARGET ? (int) place : -1;
  }

  /** Appends the records of the step's message; false if they do not fit. */
  private boolean append(Exchange exchange, int qnamePointer) {
    if ((step.flags & WireFormat.TC) != 0) {
      return false;
    }
    long at = step.records();
    int answers = step.recordCount(Exchange.ANSWER);
    int required = answers + step.recordCount(Exchange.AUTHORITY);
    for (int i = 0; i < required + step.recordCount(Exchange.ADDITIONAL); i++) {
      long before = exchange.end;
      at = copyRecord(exchange, at, qnamePointer);
      if (at < 0) {
        exchange.end = before;
        names.forget(before);
        // Additional records are optional here: a referral's answer is the CNAME.
        return i >= required;
      }
      if (i < answers
          && ChainLinks.isRepeated(
              exchange.response, exchange.message, exchange.records(), before)) {
        exchange.end = before;
        names.forget(before);
        continue;
      }
      exchange.count(
          i < answers ? Exchange.ANSWER : i < required ? Exchange.AUTHORITY : Exchange.ADDITIONAL,
          1);
    }
    return true;
  }

  /** Copies a record; the offset after it, or -1 if it does not fit. */
  private long copyRecord(Exchange exchange, long record, int qnamePointer) {
    MemorySegment from = step.response;
    MemorySegment out = exchange.response;
    long limit = exchange.limit;
    long at = record;
    if (WireFormat.u16(from, at) == (WireFormat.POINTER | WireFormat.HEADER_LENGTH_BYTES)) {
      if (exchange.end + 2 > limit) {
        return -1;
      }
      WireFormat.put16(out, exchange.end, WireFormat.POINTER | qnamePointer);
      exchange.end += 2;
      at += 2;
    } else {
      at = copyName(exchange, at);
    }
    if (at < 0 || exchange.end + RECORD_FIXED_BYTES > limit) {
      return -1;
    }
    int type = WireFormat.u16(from, at);
    int rdataLength = WireFormat.u16(from, at + 8);
    MemorySegment.copy(from, at, out, exchange.end, RECORD_FIXED_BYTES);
    long lengthAt = exchange.end + 8;
    exchange.end += RECORD_FIXED_BYTES;
    long rdata = at + RECORD_FIXED_BYTES;
    long end = rdata + rdataLength;
    long copied = rdata;
    if (type == RecordType.MX && copyBytes(exchange, rdata, 2)) {
      copied = copyName(exchange, rdata + 2);
    } else if (type == RecordType.NS || type == RecordType.CNAME || type == RecordType.PTR) {
      copied = copyName(exchange, rdata);
    } else if (type == RecordType.SOA) {
      copied = copyName(exchange, rdata);
      copied = copied < 0 ? copied : copyName(exchange, copied);
    }
    if (copied < 0 || !copyBytes(exchange, copied, (int) (end - copied))) {
      return -1;
    }
    WireFormat.put16(out, lengthAt, (int) (exchange.end - lengthAt - 2));
    return end;
  }

  private boolean copyBytes(Exchange exchange, long from, int length) {
    if (exchange.end + length > exchange.limit) {
      return false;
    }
    MemorySegment.copy(step.response, from, exchange.response, exchange.end, length);
    exchange.end += length;
    return true;
  }

  /** Copies a name of the step's message; the offset after it there, or -1 if it does not fit. */
  private long copyName(Exchange exchange, long from) {
    long end = names.write(step.response, 0, from, exchange.response, exchange.end, exchange.limit);
    if (end < 0) {
      return -1;
    }
    exchange.end = end;
    return MessageName.after(step.response, from);
  }
}
