package org.popdns.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.popdns.wire.QueryParser.BAD_VERSION;
import static org.popdns.wire.QueryParser.DROP;
import static org.popdns.wire.QueryParser.MAINTENANCE;
import static org.popdns.wire.QueryParser.MALFORMED;
import static org.popdns.wire.QueryParser.NOT_IMPLEMENTED;
import static org.popdns.wire.QueryParser.OK;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.popdns.harness.QueryBytes;
import org.popdns.name.DomainName;

final class QueryParserTest {

  private static final long SEED = 20_260_102;
  private static final byte[] ROOT = {0};
  private static final int OPT = 41;

  private final Query query = new Query();

  /** Parses with exactly as much memory behind the message as the contract names. */
  private int parse(byte[] message) {
    int offset = 24;
    MemorySegment segment =
        Arena.ofAuto().allocate(offset + message.length + QueryParser.READ_AHEAD_BYTES, 8);
    segment.fill((byte) 0xFF);
    MemorySegment.copy(message, 0, segment, ValueLayout.JAVA_BYTE, offset, message.length);
    return QueryParser.parse(segment, offset, message.length, query);
  }

  private static QueryBytes www() {
    return QueryBytes.of("WWW.Example.COM.", 28);
  }

  @Test
  void query_isRead() {
    assertThat(parse(www().id(0xBEEF).flags(0x0110).bytes())).isEqualTo(OK);

    assertThat(query.id()).isEqualTo(0xBEEF);
    assertThat(query.flags()).isEqualTo(0x0110);
    assertThat(query.hasQuestion()).isTrue();
    assertThat(query.type()).isEqualTo(28);
    assertThat(query.recordClass()).isEqualTo(1);
    assertThat(query.labelCount()).isEqualTo(3);
    assertThat(query.nameLength()).isEqualTo(17);
    assertThat(query.hasEdns()).isFalse();
    assertThat(query.udpPayloadSize()).isEqualTo(512);
    assertThat(query.nsidRequested()).isFalse();
    assertThat(endsWith(0, wire("www.example.com."))).isTrue();
    assertThat(endsWith(1, wire("example.com."))).isTrue();
    assertThat(endsWith(1, wire("example.net."))).isFalse();
    assertThat(endsWith(2, wire("example.com."))).isFalse();
    assertThat(endsWith(3, ROOT)).isTrue();
  }

  private boolean endsWith(int labels, byte[] name) {
    return query.endsWith(labels, NameHash.words(name), name.length);
  }

  @Test
  void query_hasTheHashesOfItsNameAndOfEachAncestor() {
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      DomainName name = randomName(random);
      assertThat(parse(QueryBytes.of(name.toWire(), 1, 1).bytes())).isEqualTo(OK);
      assertThat(query.labelCount()).isEqualTo(name.labelCount());
      DomainName ancestor = name;
      for (int labels = 0; labels <= name.labelCount(); labels++) {
        byte[] lower = NameHashTest.naiveLowerCase(ancestor.toWire());
        assertThat(query.hashWithout(labels))
            .as("%s without %d labels, seed %d", name, labels, SEED)
            .isEqualTo(NameHash.of(lower));
        assertThat(query.offsetWithout(labels))
            .isEqualTo(name.lengthBytes() - ancestor.lengthBytes());
        assertThat(endsWith(labels, lower)).isTrue();
        if (!ancestor.isRoot()) {
          ancestor = ancestor.parent();
        }
      }
    }
  }

  @Test
  void nameMatches_comparesThatManyBytesAndNoMore() {
    assertThat(parse(www().bytes())).isEqualTo(OK);
    byte[] name = wire("www.example.com.");
    MemorySegment other = Arena.ofAuto().allocate(64);
    for (int start = 0; start < name.length; start++) {
      for (int length = 0; length <= name.length - start; length++) {
        other.fill((byte) 0x77);
        MemorySegment.copy(name, start, other, ValueLayout.JAVA_BYTE, 3, length);
        assertThat(query.nameMatches(start, other, 3, length)).isTrue();
        for (int i = 0; i < length; i++) {
          byte right = other.get(ValueLayout.JAVA_BYTE, 3 + i);
          other.set(ValueLayout.JAVA_BYTE, 3 + i, (byte) (right ^ 0x80));
          assertThat(query.nameMatches(start, other, 3, length)).isFalse();
          other.set(ValueLayout.JAVA_BYTE, 3 + i, right);
        }
      }
    }
  }

  @Test
  void query_ofTheRoot_hasNoLabels() {
    assertThat(parse(QueryBytes.of(".", 2).bytes())).isEqualTo(OK);
    assertThat(query.labelCount()).isZero();
    assertThat(query.nameLength()).isEqualTo(1);
    assertThat(query.hashWithout(0)).isEqualTo(NameHash.ROOT);
  }

  @Test
  void query_leavesNothingBehindForTheNext() {
    assertThat(parse(www().nsid(4096).bytes())).isEqualTo(OK);
    assertThat(parse(QueryBytes.of("a.", 1).bytes())).isEqualTo(OK);
    assertThat(query.hasEdns()).isFalse();
    assertThat(query.nsidRequested()).isFalse();
    assertThat(query.udpPayloadSize()).isEqualTo(512);
    assertThat(query.ednsFlags()).isZero();
    assertThat(query.labelCount()).isEqualTo(1);
    assertThat(parse(QueryBytes.empty().bytes())).isEqualTo(MALFORMED);
    assertThat(query.hasQuestion()).isFalse();
    assertThat(query.type()).isZero();
  }

  @Test
  void message_cutAtAnyLength_isDroppedOrMalformed() {
    byte[] whole = www().record(3, ROOT, 1, 1, 0, 1, 2, 3, 4).nsid(1232).bytes();
    assertThat(parse(whole)).isEqualTo(OK);
    for (int length = 0; length < whole.length; length++) {
      assertThat(parse(Arrays.copyOf(whole, length)))
          .as("%d of %d bytes", length, whole.length)
          .isEqualTo(length < 12 ? DROP : MALFORMED);
      assertThat(query.hasQuestion()).as("%d bytes", length).isEqualTo(length >= 12 + 17 + 4);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x8000, 0x8180, 0xF800, 0xFFFF})
  void response_isDropped(int flags) {
    assertThat(parse(www().flags(flags).bytes())).isEqualTo(DROP);
  }

  @Test
  void opcode_otherThanQuery_isNotImplemented_orOfMaintenance() {
    for (int opcode = 1; opcode < 16; opcode++) {
      boolean maintains = opcode == Opcode.NOTIFY || opcode == Opcode.UPDATE;
      assertThat(parse(www().flags(opcode << 11).bytes()))
          .isEqualTo(maintains ? MAINTENANCE : NOT_IMPLEMENTED);
      assertThat(query.hasQuestion()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 255, 256, 65535})
  void questions_otherThanOne_areMalformed(int count) {
    assertThat(parse(www().count(0, count).bytes())).isEqualTo(MALFORMED);
    assertThat(query.hasQuestion()).isFalse();
  }

  @Test
  void name_withCompressionPointer_isMalformed() {
    byte[] toItself = {(byte) 0xC0, 12};
    byte[] toTheHeader = {1, 'a', (byte) 0xC0, 0};
    byte[] forward = {(byte) 0xC0, 20};
    for (byte[] name : new byte[][] {toItself, toTheHeader, forward}) {
      assertThat(parse(QueryBytes.of(name, 1, 1).bytes())).isEqualTo(MALFORMED);
      assertThat(query.hasQuestion()).isFalse();
    }
  }

  @Test
  void label_longerThan63Bytes_isMalformed() {
    for (int length = 64; length < 256; length++) {
      byte[] name = new byte[length + 2];
      name[0] = (byte) length;
      assertThat(parse(QueryBytes.of(name, 1, 1).bytes())).as("%d", length).isEqualTo(MALFORMED);
    }
  }

  @Test
  void name_of255Bytes_isRead_andOf256IsMalformed() {
    assertThat(parse(QueryBytes.of(name(63, 63, 63, 61), 1, 1).bytes())).isEqualTo(OK);
    assertThat(query.nameLength()).isEqualTo(255);
    assertThat(parse(QueryBytes.of(name(63, 63, 63, 62), 1, 1).bytes())).isEqualTo(MALFORMED);
    assertThat(parse(QueryBytes.of(name(63, 63, 63, 63, 63), 1, 1).bytes())).isEqualTo(MALFORMED);
  }

  @Test
  void name_of127Labels_isRead_andOf128IsMalformed() {
    int[] ones = new int[127];
    Arrays.fill(ones, 1);
    assertThat(parse(QueryBytes.of(name(ones), 1, 1).bytes())).isEqualTo(OK);
    assertThat(query.labelCount()).isEqualTo(127);
    assertThat(query.nameLength()).isEqualTo(255);
    int[] more = new int[128];
    Arrays.fill(more, 1);
    assertThat(parse(QueryBytes.of(name(more), 1, 1).bytes())).isEqualTo(MALFORMED);
  }

  @Test
  void bytes_behindTheLastRecord_areMalformed() {
    assertThat(parse(www().raw(0).bytes())).isEqualTo(MALFORMED);
    assertThat(parse(www().opt(1232).raw(0).bytes())).isEqualTo(MALFORMED);
  }

  @Test
  void count_higherThanTheRecords_isMalformed() {
    for (int section = 1; section < 4; section++) {
      assertThat(parse(www().count(section, 1).bytes())).isEqualTo(MALFORMED);
      assertThat(parse(www().count(section, 65535).bytes())).isEqualTo(MALFORMED);
    }
  }

  @Test
  void records_withNamesOfAnyKind_areSkipped() {
    byte[] pointer = {(byte) 0xC0, 12};
    byte[] labels = wire("a.b.");
    byte[] both = {1, 'x', (byte) 0xC0, 12};
    QueryBytes several = www();
    for (byte[] owner : new byte[][] {ROOT, pointer, labels, both}) {
      several.record(1, owner, 1, 1, 5, 9, 9);
    }
    for (byte[] owner : new byte[][] {ROOT, pointer, labels, both}) {
      several.record(3, owner, 16, 255, 0);
    }
    assertThat(parse(several.opt(1400).bytes())).isEqualTo(OK);
    assertThat(query.udpPayloadSize()).isEqualTo(1400);
  }

  @Test
  void record_withLabelTypeThatDoesNotExist_isMalformed() {
    assertThat(parse(www().record(3, new byte[] {0x40, 0}, 1, 1, 0).bytes())).isEqualTo(MALFORMED);
    assertThat(parse(www().record(3, new byte[] {(byte) 0x80, 0}, 1, 1, 0).bytes()))
        .isEqualTo(MALFORMED);
  }

  @Test
  void opt_isRead() {
    assertThat(parse(www().record(3, ROOT, OPT, 4096, 0x0000_8001L).bytes())).isEqualTo(OK);
    assertThat(query.hasEdns()).isTrue();
    assertThat(query.ednsVersion()).isZero();
    assertThat(query.ednsFlags()).isEqualTo(0x8001);
    assertThat(query.udpPayloadSize()).isEqualTo(4096);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512})
  void opt_withPayloadBelow512_counts512(int payload) {
    assertThat(parse(www().opt(payload).bytes())).isEqualTo(OK);
    assertThat(query.udpPayloadSize()).isEqualTo(512);
  }

  @Test
  void opt_twice_isMalformed() {
    assertThat(parse(www().opt(1232).opt(1232).bytes())).isEqualTo(MALFORMED);
    assertThat(query.hasEdns()).isFalse();
  }

  @Test
  void opt_withoutAQuestion_isRead() {
    assertThat(parse(QueryBytes.empty().opt(1232).bytes())).isEqualTo(MALFORMED);
    assertThat(query.hasEdns()).isTrue();
    assertThat(query.hasQuestion()).isFalse();
  }

  @Test
  void opt_inAnotherSection_isMalformed() {
    assertThat(parse(www().record(1, ROOT, OPT, 1232, 0).bytes())).isEqualTo(MALFORMED);
    assertThat(parse(www().record(2, ROOT, OPT, 1232, 0).bytes())).isEqualTo(MALFORMED);
  }

  @Test
  void opt_notOwnedByTheRoot_isMalformed() {
    assertThat(parse(www().record(3, wire("a."), OPT, 1232, 0).bytes())).isEqualTo(MALFORMED);
    byte[] pointer = {(byte) 0xC0, 12};
    assertThat(parse(www().record(3, pointer, OPT, 1232, 0).bytes())).isEqualTo(MALFORMED);
  }

  @Test
  void opt_ofAnotherVersion_isABadVersion() {
    assertThat(parse(www().record(3, ROOT, OPT, 1232, 0x0001_8000L).bytes()))
        .isEqualTo(BAD_VERSION);
    assertThat(query.hasEdns()).isTrue();
    assertThat(query.ednsVersion()).isEqualTo(1);
    assertThat(parse(www().record(3, ROOT, OPT, 1232, 0x00FF_0000L).bytes()))
        .isEqualTo(BAD_VERSION);
  }

  @Test
  void opt_withOptions_isRead() {
    int[] unknownThenNsid = {0xFD, 0xE9, 0, 2, 7, 7, 0, 3, 0, 0};
    assertThat(parse(www().opt(1232, unknownThenNsid).bytes())).isEqualTo(OK);
    assertThat(query.nsidRequested()).isTrue();
  }

  @Test
  void opt_withOptionsThatDoNotAddUp_isMalformed() {
    assertThat(parse(www().opt(1232, 0).bytes())).isEqualTo(MALFORMED);
    assertThat(parse(www().opt(1232, 0, 3, 0).bytes())).isEqualTo(MALFORMED);
    assertThat(parse(www().opt(1232, 0, 3, 0, 1).bytes())).isEqualTo(MALFORMED);
    assertThat(parse(www().opt(1232, 0, 3, 0, 0, 9).bytes())).isEqualTo(MALFORMED);
    assertThat(parse(www().opt(1232, 0, 3, 0xFF, 0xFF, 9).bytes())).isEqualTo(MALFORMED);
    assertThat(query.hasEdns()).isFalse();
  }

  @Test
  void noise_isNeverAnException() {
    Random random = new Random(SEED);
    byte[] valid = www().nsid(1232).bytes();
    for (int i = 0; i < 200_000; i++) {
      byte[] message = valid.clone();
      int changes = 1 + random.nextInt(4);
      for (int change = 0; change < changes; change++) {
        message[random.nextInt(message.length)] = (byte) random.nextInt(256);
      }
      if (random.nextBoolean()) {
        message = Arrays.copyOf(message, random.nextInt(message.length + 1));
      }
      assertThat(parse(message)).as("seed %d, message %d", SEED, i).isBetween(OK, MAINTENANCE);
    }
  }

  private static byte[] wire(String name) {
    return DomainName.parse(name).toLowerCaseWire();
  }

  private static byte[] name(int... labelLengths) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int length : labelLengths) {
      out.write(length);
      for (int i = 0; i < length; i++) {
        out.write('a' + i % 26);
      }
    }
    out.write(0);
    return out.toByteArray();
  }

  private static DomainName randomName(Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (random.nextInt(5) > 0) {
      byte[] label = new byte[1 + random.nextInt(random.nextBoolean() ? 3 : 63)];
      random.nextBytes(label);
      if (out.size() + label.length + 2 > 255) {
        break;
      }
      out.write(label.length);
      out.writeBytes(label);
    }
    out.write(0);
    return DomainName.ofWire(out.toByteArray());
  }
}
