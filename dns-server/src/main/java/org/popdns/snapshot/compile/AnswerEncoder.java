package org.popdns.snapshot.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.popdns.config.model.RecordSet;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;
import org.popdns.snapshot.CompiledAnswer;
import org.popdns.snapshot.CompiledAnswer.Authority;
import org.popdns.snapshot.Slot;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.SlotKey;
import org.popdns.snapshot.compile.AnswerPlan.Entry;
import org.popdns.snapshot.compile.AnswerPlan.Owner;
import org.popdns.wire.RecordClass;
import org.popdns.wire.WireFormat;

/**
 * Encodes a planned answer into a zone's memory as a {@link CompiledAnswer}. Used while a zone is
 * compiled, on that thread; an instance encodes one answer after the other.
 */
final class AnswerEncoder {

  /** For which question's names an answer is encoded. */
  enum Base {
    /** The node's own name: the question has exactly this name. */
    EXACT,
    /** A wildcard: the question's name ends in the wildcard's parent, or is the wildcard itself. */
    WILDCARD,
    /** An ancestor: the question's name is it or ends in it. */
    ANCESTOR
  }

  // The longest question is this much longer than the shortest one; pointers must still reach.
  private static final int MAX_SHIFT_BYTES = DomainName.MAX_LENGTH_BYTES;

  private final ZoneMemory memory;
  private final SlotDirectory slots;

  private final Map<DomainName, Integer> offsets = new HashMap<>();
  private final List<Integer> relocations = new ArrayList<>();
  private final List<Piece> pieces = new ArrayList<>();
  // Slots of the additional section come last: nothing can be said of where they end.
  private final List<Piece> slotsBehind = new ArrayList<>();
  private byte[] body = new byte[2048];
  private int length;
  private int bodyStart;
  private Base base = Base.EXACT;

  /** A piece of the answer; {@code flags} are those of its entry. */
  private sealed interface Piece {

    /** Records: a part of the body and of the relocations. */
    record Records(
        int flags, int count, int from, int to, int firstRelocation, int endOfRelocations)
        implements Piece {}

    /** A slot of the zone's own, at an offset of its memory. */
    record ZoneSlot(int flags, int offset, int owner) implements Piece {}

    /** A slot of the health half, by its number. */
    record HealthSlot(int flags, int number, int owner) implements Piece {}
  }

  /** A compression pointer. */
  private record Pointer(int value, boolean shifts) {

    int flags() {
      return shifts ? CompiledAnswer.OWNER_SHIFTS : 0;
    }
  }

  AnswerEncoder(ZoneMemory memory, SlotDirectory slots) {
    this.memory = memory;
    this.slots = slots;
  }

  /** The memory that answers are encoded into. */
  ZoneMemory memory() {
    return memory;
  }

  /**
   * Encodes an answer.
   *
   * @param emptyAnswer offset of the answer to give when the cluster has no address; 0 if the plan
   *     has no cluster in its answer section
   * @return the answer's offset
   * @throws ZoneTooLargeException if the records pass the size of a message
   */
  long encode(AnswerPlan plan, DomainName baseName, Base base, long emptyAnswer) {
    start(baseName, base);
    encodeAnswers(plan);
    encodeAll(plan.authority, CompiledAnswer.AUTHORITY);
    encodeAll(plan.requiredAdditional, CompiledAnswer.ADDITIONAL);
    checkFits(length, baseName);
    encodeAll(plan.optionalAdditional, CompiledAnswer.ADDITIONAL | CompiledAnswer.OPTIONAL);
    pieces.addAll(slotsBehind);
    return write(plan, baseName, emptyAnswer);
  }

  private long write(AnswerPlan plan, DomainName baseName, long emptyAnswer) {
    int answer =
        memory.reserve(CompiledAnswer.sizeBytes(pieces.size(), relocations.size(), length));
    CompiledAnswer.writeHeader(
        memory,
        answer,
        pieces.size(),
        baseName.lengthBytes(),
        plan.rcode,
        plan.authoritative ? Authority.AUTHORITATIVE : Authority.REFERRAL,
        emptyAnswer);
    long at = CompiledAnswer.firstRecords(answer, pieces.size());
    for (int i = 0; i < pieces.size(); i++) {
      switch (pieces.get(i)) {
        case Piece.Records records -> at = writeRecords(records, answer, i, at);
        case Piece.ZoneSlot(int flags, int offset, int owner) ->
            CompiledAnswer.writeZoneSlotEntry(memory, answer, i, flags, owner, offset);
        case Piece.HealthSlot(int flags, int number, int owner) ->
            CompiledAnswer.writeHealthSlotEntry(memory, answer, i, flags, owner, number);
      }
    }
    return answer;
  }

  /** Writes a piece of records and returns the offset behind it. */
  private long writeRecords(Piece.Records piece, long answer, int index, long at) {
    int count = piece.endOfRelocations - piece.firstRelocation;
    int lengthBytes = piece.to - piece.from;
    CompiledAnswer.writeRecordsEntry(
        memory, answer, index, piece.flags, lengthBytes, piece.count, count);
    for (int i = 0; i < count; i++) {
      int offset = relocations.get(piece.firstRelocation + i) - piece.from;
      CompiledAnswer.writeRelocation(memory, at, i, offset);
    }
    long records = CompiledAnswer.behindRelocations(at, count);
    memory.bytes((int) records, body, piece.from, lengthBytes);
    return records + lengthBytes;
  }

  private void start(DomainName baseName, Base base) {
    this.base = base;
    offsets.clear();
    relocations.clear();
    pieces.clear();
    slotsBehind.clear();
    length = 0;
    int nameStart = WireFormat.HEADER_LENGTH_BYTES;
    bodyStart = nameStart + baseName.lengthBytes() + WireFormat.QUESTION_TAIL_BYTES;
    DomainName suffix = baseName;
    // What the question's name begins with is not known for a wildcard's answer; below a name with
    // a DNAME record, it ends in that name, asterisk or not.
    if (baseName.isWildcard() && base != Base.ANCESTOR) {
      suffix = baseName.parent();
    }
    while (true) {
      offsets.put(suffix, nameStart + baseName.lengthBytes() - suffix.lengthBytes());
      if (suffix.isRoot()) {
        return;
      }
      suffix = suffix.parent();
    }
  }

  /** False for a slot whose owner stands too far behind for a compression pointer. */
  private boolean canOwn(Entry entry) {
    return switch (entry.owner()) {
      case Owner.Name(DomainName name) when entry.set() instanceof RecordSet.Steered ->
          offsets.containsKey(name);
      case Owner.Name _, Owner.Qname _ -> true;
    };
  }

  private void encodeAnswers(AnswerPlan plan) {
    Run run = new Run(CompiledAnswer.ANSWER);
    for (Entry entry : plan.answer) {
      switch (entry.set()) {
        case RecordSet.Steered steered -> {
          run.end();
          pieces.add(healthSlot(entry, steered, CompiledAnswer.ANSWER | CompiledAnswer.DIVISIBLE));
          run = new Run(CompiledAnswer.ANSWER);
        }
        case RecordSet.Static records when rotates(records) -> {
          run.end();
          pieces.add(zoneSlot(entry, records));
          run = new Run(CompiledAnswer.ANSWER);
        }
        case RecordSet.Static records -> run.add(entry, records);
      }
    }
    run.end();
  }

  /** Records of one section that become a piece. */
  private final class Run {

    private final int flags;
    private final int from = length;
    private final int firstRelocation = relocations.size();
    private int count;

    Run(int flags) {
      this.flags = flags | CompiledAnswer.BOTH_FORMS;
    }

    void add(Entry entry, RecordSet.Static records) {
      encodeRecords(entry, records);
      count += records.rdata().size();
    }

    void end() {
      if (length > from) {
        pieces.add(
            new Piece.Records(flags, count, from, length, firstRelocation, relocations.size()));
      }
    }
  }

  /** True for addresses to be rotated: they end the answer section, and nothing comes after. */
  private static boolean rotates(RecordSet.Static records) {
    return (records.type() == RecordType.A || records.type() == RecordType.AAAA)
        && records.rdata().size() > 1;
  }

  private void encodeAll(List<Entry> entries, int flags) {
    Run run = new Run(flags);
    for (Entry entry : entries) {
      switch (entry.set()) {
        case RecordSet.Steered steered -> {
          if ((flags & CompiledAnswer.OPTIONAL) == 0 || canOwn(entry)) {
            slotsBehind.add(healthSlot(entry, steered, flags | CompiledAnswer.OPTIONAL));
          }
        }
        case RecordSet.Static records -> run.add(entry, records);
      }
    }
    run.end();
  }

  private Piece healthSlot(Entry entry, RecordSet.Steered steered, int flags) {
    List<List<Byte>> lastResort = new ArrayList<>();
    for (byte[] rdata : steered.lastResort()) {
      List<Byte> octets = new ArrayList<>();
      for (byte octet : rdata) {
        octets.add(octet);
      }
      lastResort.add(octets);
    }
    SlotKey key = new SlotKey(steered.plan(), steered.type(), entry.ttlSeconds(), lastResort);
    Pointer owner = pointerTo(entry.owner());
    return new Piece.HealthSlot(
        flags | CompiledAnswer.BOTH_FORMS | owner.flags(), slots.indexOf(key), owner.value);
  }

  private Piece zoneSlot(Entry entry, RecordSet.Static records) {
    List<byte[]> rdata = records.rdata();
    int stride = Slot.RECORD_FIXED_BYTES + rdata.getFirst().length;
    int size = rdata.size() * stride;
    if (size > WireFormat.MAX_MESSAGE_BYTES - 1024) {
      throw tooLarge(records.owner().toString(), size);
    }
    byte[] set = Slot.recordBytes(records.type(), entry.ttlSeconds(), rdata);
    int slot = Slot.reserve(memory, rdata.size(), stride);
    memory.bytes(Slot.onlyRecords(slot), set, 0, size);
    memory.bytes(Slot.onlyRecords(slot) + size, set, 0, size);
    Pointer owner = pointerTo(entry.owner());
    return new Piece.ZoneSlot(
        CompiledAnswer.ANSWER | CompiledAnswer.BOTH_FORMS | owner.flags(), slot, owner.value);
  }

  /** A pointer to an owner that stands in the message already, as a CNAME's or an MX's target. */
  private Pointer pointerTo(Owner owner) {
    return switch (owner) {
      case Owner.Qname() ->
          new Pointer(WireFormat.POINTER | WireFormat.HEADER_LENGTH_BYTES, base == Base.ANCESTOR);
      case Owner.Name(DomainName name) -> {
        Integer offset = offsets.get(name);
        if (offset == null) {
          throw new ZoneTooLargeException(
              "the answer that leads to " + name + " is too long for a compression pointer");
        }
        yield new Pointer(WireFormat.POINTER | offset, base != Base.EXACT);
      }
    };
  }

  private void encodeRecords(Entry entry, RecordSet.Static records) {
    for (byte[] rdata : records.rdata()) {
      switch (entry.owner()) {
        case Owner.Qname() -> u16(pointerTo(entry.owner()).value);
        case Owner.Name(DomainName name) -> name(name);
      }
      u16(records.type());
      u16(RecordClass.IN);
      u16((int) (entry.ttlSeconds() >>> 16));
      u16((int) entry.ttlSeconds());
      int lengthAt = length;
      u16(0);
      rdata(records.type(), rdata);
      int rdataLength = length - lengthAt - 2;
      body[lengthAt] = (byte) (rdataLength >>> 8);
      body[lengthAt + 1] = (byte) rdataLength;
      checkFits(length, records.owner());
    }
  }

  private void rdata(int type, byte[] rdata) {
    int at = RecordTypes.byNumber(type).compressibleFrom();
    if (at < 0) {
      rememberTarget(type, rdata);
      raw(rdata, 0, rdata.length);
      return;
    }
    raw(rdata, 0, at);
    for (int i = 0; i < RecordTypes.byNumber(type).compressibleCount(); i++) {
      DomainName name = DomainName.ofWire(rdata, at);
      name(name);
      at += name.lengthBytes();
    }
    // What follows: SOA's five numbers.
    raw(rdata, at, rdata.length - at);
  }

  /**
   * An SRV's target is not compressed (RFC 2782), but its addresses may be owned by a pointer to
   * it.
   */
  private void rememberTarget(int type, byte[] rdata) {
    int at = RecordTypes.byNumber(type).hostAt();
    if (at >= 0) {
      DomainName target = DomainName.ofWire(rdata, at);
      remember(target, bodyStart + length + at);
    }
  }

  /** Notes where a name stands, if it is not known from before and within a pointer's reach. */
  private void remember(DomainName name, int position) {
    if (position + MAX_SHIFT_BYTES <= WireFormat.MAX_POINTER_TARGET) {
      offsets.putIfAbsent(name, position);
    }
  }

  /** Writes a name, compressed against all that the message holds so far (RFC 1035 §4.1.4). */
  private void name(DomainName name) {
    byte[] wire = name.toWire();
    int at = 0;
    for (DomainName suffix = name; !suffix.isRoot(); suffix = suffix.parent()) {
      Integer known = offsets.get(suffix);
      if (known != null) {
        if (base != Base.EXACT) {
          relocations.add(length);
        }
        u16(WireFormat.POINTER | known);
        return;
      }
      remember(suffix, bodyStart + length);
      raw(wire, at, 1 + wire[at]);
      at += 1 + wire[at];
    }
    raw(wire, at, 1);
  }

  private void u16(int value) {
    room(2);
    body[length++] = (byte) (value >>> 8);
    body[length++] = (byte) value;
  }

  private void raw(byte[] bytes, int from, int count) {
    room(count);
    System.arraycopy(bytes, from, body, length, count);
    length += count;
  }

  private void room(int more) {
    if (length + more > body.length) {
      body = Arrays.copyOf(body, Math.max(length + more, body.length * 2));
    }
  }

  private void checkFits(int lengthBytes, DomainName owner) {
    // Header, question and OPT need their room beside the records.
    if (lengthBytes > WireFormat.MAX_MESSAGE_BYTES - 1024) {
      throw tooLarge(owner.toString(), lengthBytes);
    }
  }

  private static ZoneTooLargeException tooLarge(String owner, int lengthBytes) {
    return new ZoneTooLargeException(
        "the answer for " + owner + " takes " + lengthBytes + " bytes, more than a message holds");
  }
}
