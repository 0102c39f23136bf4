package org.popdns.answer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.popdns.record.RecordType;
import org.popdns.snapshot.AnswerLayout;
import org.popdns.snapshot.CompiledZone;
import org.popdns.snapshot.Snapshot;
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
 * <p>Each step's compiled answer is assembled into a message of its own, whose records are then
 * appended, their names compressed anew.
 */
final class Redirection {

  /** How many names are tried; a longer way ends there with NOERROR. */
  private static final int MAX_STEPS = 16;

  private static final int MAX_NAME_BYTES = 255;
  private static final int RECORD_FIXED_BYTES = 10;

  private final AnswerAssembler assembler;
  private final ResponseSections sections = new ResponseSections();
  private final NameCompressor names = new NameCompressor();
  private final Query next = new Query();
  private final MemorySegment step = Arena.ofAuto().allocate(WireFormat.MAX_MESSAGE_BYTES, 8);
  private final MemorySegment name =
      Arena.ofAuto().allocate(MAX_NAME_BYTES + QueryParser.READ_AHEAD_BYTES, 8);
  private final long[] asked = new long[MAX_STEPS];
  private final long[] redirects = new long[MAX_STEPS];

  // Where the records of the step's message begin.
  private long stepRecords;

  Redirection(AnswerAssembler assembler) {
    this.assembler = assembler;
  }

  /**
   * Writes the sections of an answer.
   *
   * @param lookup has found the query's name below a DNAME record; overwritten
   * @param out the response's buffer, which holds the question
   * @param message offset of the response's first byte
   * @param limit offset that the records must not pass
   */
  ResponseSections follow(
      ZoneLookup lookup,
      Snapshot snapshot,
      Query query,
      MemorySegment out,
      long message,
      long limit) {
    long start =
        message
            + WireFormat.HEADER_LENGTH_BYTES
            + query.nameLength()
            + WireFormat.QUESTION_TAIL_BYTES;
    sections.clear(start);
    sections.flags = WireFormat.AA;
    names.begin(out, message);
    CompiledZone zone = lookup.zone();
    Query current = query;
    // The name asked in this step stands in the question, then in the last CNAME.
    MemorySegment.copy(out, message + WireFormat.HEADER_LENGTH_BYTES, name, 0, query.nameLength());
    int pointer = WireFormat.HEADER_LENGTH_BYTES;
    for (int steps = 0; steps < MAX_STEPS; steps++) {
      asked[steps] = current.hashWithout(0);
      redirects[steps] = lookup.isRedirected() ? lookup.answer() : CompiledZone.NONE;
      assembleStep(lookup, snapshot, current);
      boolean redirected = lookup.isRedirected();
      if (!redirected || !contains(redirects, steps, lookup.answer())) {
        if (!append(out, message, start, pointer, limit)) {
          sections.truncate(start);
          return sections;
        }
      }
      if (!redirected) {
        ResponseSections last = assembler.sections();
        sections.rcode = last.rcode;
        sections.flags |= last.flags;
        return sections;
      }
      int length = substitute(zone, lookup, current);
      if (length > MAX_NAME_BYTES) {
        sections.rcode = Rcode.YXDOMAIN; // RFC 6672 §2.2
        return sections;
      }
      pointer = appendCname(zone, lookup.answer(), out, message, pointer, limit);
      if (pointer < 0) {
        sections.truncate(start);
        return sections;
      }
      if (query.type() == RecordType.CNAME || query.type() == RecordType.ANY) {
        return sections; // The synthesised CNAME is what was asked for.
      }
      next.askInstead(query, name, 0);
      current = next;
      if (contains(asked, steps + 1, next.hashWithout(0))
          || snapshot.zones().closest(next, 0) != zone) {
        return sections;
      }
      lookup.find(zone, next);
    }
    return sections;
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
  private void assembleStep(ZoneLookup lookup, Snapshot snapshot, Query current) {
    MemorySegment.copy(name, 0, step, WireFormat.HEADER_LENGTH_BYTES, current.nameLength());
    assembler.assemble(
        lookup.zone(),
        lookup.answer(),
        snapshot.health(),
        step,
        0,
        current.nameLength(),
        step.byteSize());
    stepRecords =
        (long) WireFormat.HEADER_LENGTH_BYTES
            + current.nameLength()
            + WireFormat.QUESTION_TAIL_BYTES;
  }

  /** Puts the substituted name in {@link #name}; its length may be too long, then it is not put. */
  private int substitute(CompiledZone zone, ZoneLookup lookup, Query current) {
    MemorySegment data = zone.data();
    long target = target(data, lookup.answer());
    int targetLength = WireFormat.u16(data, target - 2);
    int kept = current.offsetWithout(lookup.redirectedLabels());
    if (kept + targetLength <= MAX_NAME_BYTES) {
      MemorySegment.copy(data, target, name, kept, targetLength);
    }
    return kept + targetLength;
  }

  /** Offset of the target's name in a compiled DNAME record. */
  private static long target(MemorySegment data, long answer) {
    long body = AnswerLayout.body(data, answer);
    long owner = WireFormat.u8(data, body) == 0 ? 1 : 2;
    return body + owner + RECORD_FIXED_BYTES;
  }

  /**
   * Appends the synthesised CNAME (RFC 6672 §3.1: with the DNAME's TTL).
   *
   * @return where its target stands, for compression pointers, or -1 if it does not fit
   */
  private int appendCname(
      CompiledZone zone,
      long answer,
      MemorySegment out,
      long message,
      int ownerPointer,
      long limit) {
    long at = sections.end;
    long target = at + 2 + RECORD_FIXED_BYTES;
    long end = target > limit ? -1 : names.write(name, 0, 0, out, target, limit);
    if (end < 0) {
      return -1;
    }
    WireFormat.put16(out, at, WireFormat.POINTER | ownerPointer);
    WireFormat.put16(out, at + 2, RecordType.CNAME);
    WireFormat.put16(out, at + 4, RecordClass.IN);
    MemorySegment data = zone.data();
    WireFormat.put32(out, at + 6, WireFormat.s32(data, target(data, answer) - 6));
    WireFormat.put16(out, at + 10, (int) (end - target));
    sections.end = end;
    sections.ancount++;
    long place = MessageName.label(out, message, target) - message;
    return place <= WireFormat.MAX_POINTER_TARGET ? (int) place : -1;
  }

  /** Appends the records of the step's message; false if they do not fit. */
  private boolean append(
      MemorySegment out, long message, long answers, int qnamePointer, long limit) {
    ResponseSections from = assembler.sections();
    if ((from.flags & WireFormat.TC) != 0) {
      return false;
    }
    long at = stepRecords;
    int required = from.ancount + from.nscount;
    for (int i = 0; i < required + from.arcount; i++) {
      long before = sections.end;
      at = copyRecord(at, out, qnamePointer, limit);
      if (at < 0) {
        sections.end = before;
        names.forget(before);
        // Additional records are optional here: a referral's answer is the CNAME.
        return i >= required;
      }
      if (i < from.ancount) {
        if (ChainLinks.isRepeated(out, message, answers, before)) {
          sections.end = before;
          names.forget(before);
          continue;
        }
        sections.ancount++;
      } else if (i < required) {
        sections.nscount++;
      } else {
        sections.arcount++;
      }
    }
    return true;
  }

  /** Copies a record; the offset after it, or -1 if it does not fit. */
  private long copyRecord(long record, MemorySegment out, int qnamePointer, long limit) {
    long at = record;
    if (WireFormat.u16(step, at) == (WireFormat.POINTER | WireFormat.HEADER_LENGTH_BYTES)) {
      if (sections.end + 2 > limit) {
        return -1;
      }
      WireFormat.put16(out, sections.end, WireFormat.POINTER | qnamePointer);
      sections.end += 2;
      at += 2;
    } else {
      at = copyName(at, out, limit);
    }
    if (at < 0 || sections.end + RECORD_FIXED_BYTES > limit) {
      return -1;
    }
    int type = WireFormat.u16(step, at);
    int rdataLength = WireFormat.u16(step, at + 8);
    MemorySegment.copy(step, at, out, sections.end, RECORD_FIXED_BYTES);
    long lengthAt = sections.end + 8;
    sections.end += RECORD_FIXED_BYTES;
    long rdata = at + RECORD_FIXED_BYTES;
    long end = rdata + rdataLength;
    long copied = rdata;
    if (type == RecordType.MX && copyBytes(rdata, 2, out, limit)) {
      copied = copyName(rdata + 2, out, limit);
    } else if (type == RecordType.NS || type == RecordType.CNAME || type == RecordType.PTR) {
      copied = copyName(rdata, out, limit);
    } else if (type == RecordType.SOA) {
      copied = copyName(rdata, out, limit);
      copied = copied < 0 ? copied : copyName(copied, out, limit);
    }
    if (copied < 0 || !copyBytes(copied, (int) (end - copied), out, limit)) {
      return -1;
    }
    WireFormat.put16(out, lengthAt, (int) (sections.end - lengthAt - 2));
    return end;
  }

  private boolean copyBytes(long from, int length, MemorySegment out, long limit) {
    if (sections.end + length > limit) {
      return false;
    }
    MemorySegment.copy(step, from, out, sections.end, length);
    sections.end += length;
    return true;
  }

  /** Copies a name of the step's message; the offset after it there, or -1 if it does not fit. */
  private long copyName(long from, MemorySegment out, long limit) {
    long end = names.write(step, 0, from, out, sections.end, limit);
    if (end < 0) {
      return -1;
    }
    sections.end = end;
    return MessageName.after(step, from);
  }
}
