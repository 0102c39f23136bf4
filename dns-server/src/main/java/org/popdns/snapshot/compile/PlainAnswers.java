package org.popdns.snapshot.compile;

import org.popdns.config.model.RecordCursor;
import org.popdns.record.RecordType;
import org.popdns.snapshot.CompiledAnswer;
import org.popdns.snapshot.CompiledAnswer.Authority;
import org.popdns.snapshot.CompiledNode;
import org.popdns.snapshot.Slot;
import org.popdns.wire.Rcode;
import org.popdns.wire.RecordClass;
import org.popdns.wire.WireFormat;

/**
 * Encodes the answers of names whose records lead nowhere: addresses and texts, which most names of
 * large zones have. It writes what {@link AnswerPlanner} and {@link AnswerEncoder} would, without
 * an object for anything. Used while a zone is compiled, on one thread.
 */
final class PlainAnswers {

  private static final int OWNER_IS_QNAME = WireFormat.POINTER | WireFormat.HEADER_LENGTH_BYTES;
  private static final int TXT = 16;
  private static final int CAA = 257;
  private static final int RECORD_BYTES = Slot.RECORD_FIXED_BYTES;
  private static final int SECTION_AND_FORMS = CompiledAnswer.ANSWER | CompiledAnswer.BOTH_FORMS;
  // Further below the size of a message than AnswerEncoder asks for.
  private static final int MOST_BYTES = 1 << 14;

  private final ZoneTree tree;
  private final ZoneMemory memory;
  private final RecordCursor cursor;
  private final byte[] head = new byte[RECORD_BYTES];

  PlainAnswers(ZoneTree tree, ZoneMemory memory) {
    this.tree = tree;
    this.memory = memory;
    this.cursor = tree.sets().cursor();
  }

  /** True if {@link #write} can write the answers of a name. */
  boolean canWrite(int number) {
    if (tree.isCut(number)) {
      return false;
    }
    for (int i = tree.firstSet(number); i < tree.endSet(number); i++) {
      cursor.move(i);
      if (cursor.isSteered() || !leadsNowhere(cursor.type())) {
        return false;
      }
      int length = 0;
      while (cursor.nextRecord()) {
        length += RECORD_BYTES + cursor.rdataLength();
      }
      if (length > MOST_BYTES) {
        return false;
      }
    }
    return true;
  }

  private static boolean leadsNowhere(int type) {
    return type == RecordType.A || type == RecordType.AAAA || type == TXT || type == CAA;
  }

  /**
   * Writes a name's node, and the answers before it.
   *
   * @param noData the answer to types that are not there
   * @return the node's offset
   */
  int write(int number, long noData) {
    int first = tree.firstSet(number);
    int types = tree.endSet(number) - first;
    int nameLength = tree.nameLength(number);
    int node = memory.reserve(CompiledNode.sizeBytes(types, nameLength));
    CompiledNode.writeHeader(
        memory, node, CompiledNode.NAME, types, nameLength, CompiledNode.NONE, CompiledNode.NONE);
    for (int i = 0; i < types; i++) {
      cursor.move(first + i);
      long answer = answer(number, noData);
      CompiledNode.writeEntry(memory, node, i, cursor.type(), CompiledNode.PRESENT, answer);
    }
    long labels = CompiledNode.labels(node, types);
    int name = tree.nameOffset(number);
    byte[] bytes = cursor.bytes();
    for (int i = 0; i < nameLength; i++) {
      byte b = bytes[name + i];
      memory.u8(labels + i, b >= 'A' && b <= 'Z' ? b + 0x20 : b);
    }
    return node;
  }

  private int answer(int number, long noData) {
    boolean isAddress = cursor.type() == RecordType.A || cursor.type() == RecordType.AAAA;
    return isAddress && cursor.recordCount() > 1 ? rotating(number, noData) : fixed(number, noData);
  }

  private int fixed(int number, long noData) {
    int length = 0;
    while (cursor.nextRecord()) {
      length += RECORD_BYTES + cursor.rdataLength();
    }
    int answer = memory.reserve(CompiledAnswer.sizeBytes(1, 0, length));
    header(answer, number, noData);
    CompiledAnswer.writeRecordsEntry(
        memory, answer, 0, SECTION_AND_FORMS, length, cursor.recordCount(), 0);
    int at = (int) CompiledAnswer.firstRecords(answer, 1);
    cursor.rewind();
    while (cursor.nextRecord()) {
      at = record(at);
    }
    return answer;
  }

  /** Addresses in rotation: the slot, and an answer that refers to it. */
  private int rotating(int number, long noData) {
    cursor.nextRecord();
    int slot = Slot.reserve(memory, cursor.recordCount(), RECORD_BYTES + cursor.rdataLength());
    int at = Slot.onlyRecords(slot);
    for (int turn = 0; turn < 2; turn++) {
      cursor.rewind();
      while (cursor.nextRecord()) {
        at = record(at);
      }
    }
    int answer = memory.reserve(CompiledAnswer.sizeBytes(1, 0, 0));
    header(answer, number, noData);
    CompiledAnswer.writeZoneSlotEntry(memory, answer, 0, SECTION_AND_FORMS, OWNER_IS_QNAME, slot);
    return answer;
  }

  private void header(int answer, int number, long otherwise) {
    int nameLength = tree.nameLength(number) + tree.origin().lengthBytes();
    CompiledAnswer.writeHeader(
        memory, answer, 1, nameLength, Rcode.NOERROR, Authority.AUTHORITATIVE, otherwise);
  }

  private int record(int at) {
    int type = cursor.type();
    int ttl = (int) cursor.ttlSeconds();
    int length = cursor.rdataLength();
    head[0] = (byte) (OWNER_IS_QNAME >>> 8);
    head[1] = (byte) OWNER_IS_QNAME;
    head[2] = (byte) (type >>> 8);
    head[3] = (byte) type;
    head[5] = RecordClass.IN;
    head[6] = (byte) (ttl >>> 24);
    head[7] = (byte) (ttl >>> 16);
    head[8] = (byte) (ttl >>> 8);
    head[9] = (byte) ttl;
    head[10] = (byte) (length >>> 8);
    head[11] = (byte) length;
    memory.bytes(at, head, 0, RECORD_BYTES);
    memory.bytes(at + RECORD_BYTES, cursor.bytes(), cursor.rdataOffset(), length);
    return at + RECORD_BYTES + length;
  }
}
