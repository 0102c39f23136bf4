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
import org.popdns.snapshot.AnswerLayout;
import org.popdns.snapshot.RotatingSet;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.SlotKey;
import org.popdns.snapshot.compile.AnswerPlan.Entry;
import org.popdns.snapshot.compile.AnswerPlan.Owner;
import org.popdns.wire.RecordClass;
import org.popdns.wire.WireFormat;

/**
 * Encodes a planned answer into a zone's memory in the layout of {@link AnswerLayout}. Used while a
 * zone is compiled, on that thread; an instance encodes one answer after the other.
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
  private final List<Block> blocks = new ArrayList<>();
  private byte[] body = new byte[2048];
  private int length;
  private int bodyStart;
  private Base base = Base.EXACT;

  /** A rotating RRset that follows the body. */
  private record Block(int source, Pointer owner, int kind) {}

  /** A compression pointer. */
  private record Pointer(int value, boolean shifts) {}

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
    int ancount = encodeAnswers(plan);
    int nscount = encodeAll(plan.authority);
    int requiredArcount = encodeAll(plan.requiredAdditional);
    int requiredLength = length;
    checkFits(requiredLength, baseName);
    int arcount = requiredArcount;
    for (Entry entry : plan.optionalAdditional) {
      if (canOwn(entry)) {
        arcount += encodeAdditional(entry);
      }
    }

    int answer =
        memory.reserve(
            AnswerLayout.HEADER_BYTES
                + blocks.size() * AnswerLayout.BLOCK_BYTES
                + relocations.size() * 2
                + length);
    memory.u16(answer, length);
    memory.u16(answer + 2, requiredLength);
    memory.u16(answer + 4, baseName.lengthBytes());
    memory.u16(answer + 6, relocations.size());
    memory.u16(answer + 8, ancount);
    memory.u16(answer + 10, nscount);
    memory.u16(answer + 12, arcount);
    memory.u16(answer + 14, requiredArcount);
    memory.u8(answer + 16, plan.rcode);
    memory.u8(answer + 17, plan.authoritative ? 1 : 0);
    memory.u16(answer + 18, blocks.size());
    memory.reference(answer + 20, emptyAnswer);
    int at = answer + AnswerLayout.HEADER_BYTES;
    for (Block block : blocks) {
      if ((block.kind & AnswerLayout.KIND_SLOT) == 0) {
        memory.reference(at, (long) block.source << 3);
      } else {
        memory.u32(at, block.source);
      }
      memory.u16(at + 4, block.owner.value);
      memory.u8(at + 6, block.kind);
      memory.u8(at + 7, block.owner.shifts ? 1 : 0);
      at += AnswerLayout.BLOCK_BYTES;
    }
    for (int relocation : relocations) {
      memory.u16(at, relocation);
      at += 2;
    }
    memory.bytes(at, body, 0, length);
    return answer;
  }

  private void start(DomainName baseName, Base base) {
    this.base = base;
    offsets.clear();
    relocations.clear();
    blocks.clear();
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

  private int encodeAnswers(AnswerPlan plan) {
    int count = 0;
    for (Entry entry : plan.answer) {
      switch (entry.set()) {
        case RecordSet.Steered steered -> addSlot(entry, steered, AnswerLayout.KIND_SLOT);
        case RecordSet.Static records when rotates(records) -> addRotation(entry, records);
        case RecordSet.Static records -> count += encodeRecords(entry, records);
      }
    }
    return count;
  }

  /** True for addresses to be rotated: they end the answer section, and nothing comes after. */
  private static boolean rotates(RecordSet.Static records) {
    return (records.type() == RecordType.A || records.type() == RecordType.AAAA)
        && records.rdata().size() > 1;
  }

  private int encodeAll(List<Entry> entries) {
    int count = 0;
    for (Entry entry : entries) {
      count += encodeAdditional(entry);
    }
    return count;
  }

  private int encodeAdditional(Entry entry) {
    return switch (entry.set()) {
      case RecordSet.Steered steered -> {
        addSlot(entry, steered, AnswerLayout.KIND_SLOT | AnswerLayout.KIND_ADDITIONAL);
        yield 0;
      }
      case RecordSet.Static records -> encodeRecords(entry, records);
    };
  }

  private void addSlot(Entry entry, RecordSet.Steered steered, int kind) {
    List<List<Byte>> lastResort = new ArrayList<>();
    for (byte[] rdata : steered.lastResort()) {
      List<Byte> octets = new ArrayList<>();
      for (byte octet : rdata) {
        octets.add(octet);
      }
      lastResort.add(octets);
    }
    SlotKey key = new SlotKey(steered.plan(), steered.type(), entry.ttlSeconds(), lastResort);
    blocks.add(new Block(slots.indexOf(key), pointerTo(entry.owner()), kind));
  }

  private void addRotation(Entry entry, RecordSet.Static records) {
    byte[] set = RotatingSet.encode(records.type(), entry.ttlSeconds(), records.rdata(), 0);
    int size = set.length / 2;
    if (size > WireFormat.MAX_MESSAGE_BYTES - 1024) {
      throw tooLarge(records.owner().toString(), size);
    }
    int offset = memory.reserve(set.length);
    memory.bytes(offset, set, 0, set.length);
    blocks.add(new Block(offset >>> 3, pointerTo(entry.owner()), AnswerLayout.KIND_STATIC));
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

  private int encodeRecords(Entry entry, RecordSet.Static records) {
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
    return records.rdata().size();
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
