package org.popdns.snapshot.compile;

import org.popdns.config.model.RecordCursor;
import org.popdns.record.RecordType;
import org.popdns.snapshot.AnswerLayout;
import org.popdns.snapshot.CompiledZone;
import org.popdns.snapshot.RotatingSet;
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
  private static final int RECORD_BYTES = 12;
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
    int node =
        memory.reserve(
            CompiledZone.NODE_HEADER_BYTES + types * CompiledZone.NODE_ENTRY_BYTES + nameLength);
    memory.u8(node, nameLength);
    memory.u16(node + 2L, types);
    int at = node + CompiledZone.NODE_HEADER_BYTES;
    for (int i = 0; i < types; i++) {
      cursor.move(first + i);
      memory.u16(at, cursor.type());
      memory.u16(at + 2L, CompiledZone.ENTRY_REAL);
      memory.reference(at + 4L, answer(number, noData));
      at += CompiledZone.NODE_ENTRY_BYTES;
    }
    int name = tree.nameOffset(number);
    byte[] bytes = cursor.bytes();
    for (int i = 0; i < nameLength; i++) {
      byte b = bytes[name + i];
      memory.u8((long) at + i, b >= 'A' && b <= 'Z' ? b + 0x20 : b);
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
    int count = cursor.recordCount();
    int answer = header(number, length, count, 0, noData);
    int at = answer + AnswerLayout.HEADER_BYTES;
    cursor.rewind();
    while (cursor.nextRecord()) {
      at = record(at);
    }
    return answer;
  }

  /** Addresses in rotation: the set, and an answer without a body that refers to it. */
  private int rotating(int number, long noData) {
    int count = cursor.recordCount();
    cursor.nextRecord();
    int rdataLength = cursor.rdataLength();
    int set = memory.reserve(RotatingSet.sizeBytes(count, rdataLength));
    memory.u16(set, count);
    memory.u16(set + 2L, RECORD_BYTES + rdataLength);
    int at = set + RotatingSet.HEADER_BYTES;
    for (int turn = 0; turn < 2; turn++) {
      cursor.rewind();
      while (cursor.nextRecord()) {
        at = record(at);
      }
    }
    int answer = header(number, 0, 0, 1, noData);
    long block = (long) answer + AnswerLayout.HEADER_BYTES;
    memory.reference(block, set);
    memory.u16(block + 4, OWNER_IS_QNAME);
    memory.u8(block + 6, AnswerLayout.KIND_STATIC);
    return answer;
  }

  private int header(int number, int length, int ancount, int blocks, long emptyAnswer) {
    int answer =
        memory.reserve(AnswerLayout.HEADER_BYTES + blocks * AnswerLayout.BLOCK_BYTES + length);
    memory.u16(answer, length);
    memory.u16(answer + 2L, length);
    memory.u16(answer + 4L, tree.nameLength(number) + tree.origin().lengthBytes());
    memory.u16(answer + 8L, ancount);
    memory.u8(answer + 17L, 1);
    memory.u16(answer + 18L, blocks);
    memory.reference(answer + 20L, emptyAnswer);
    return answer;
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
