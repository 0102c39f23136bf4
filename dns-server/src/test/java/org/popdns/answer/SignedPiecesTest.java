package org.popdns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.popdns.harness.QueryBytes;
import org.popdns.name.DomainName;
import org.popdns.snapshot.AnswerMemory;
import org.popdns.snapshot.CompiledAnswer;
import org.popdns.snapshot.CompiledAnswer.Authority;
import org.popdns.snapshot.CompiledZone;
import org.popdns.snapshot.HealthAnswers;
import org.popdns.snapshot.RegionRanges;
import org.popdns.snapshot.RegionTable;
import org.popdns.snapshot.RegionalSlot;
import org.popdns.snapshot.Slot;
import org.popdns.snapshot.Slot.Variant;
import org.popdns.snapshot.SlotOutcome;
import org.popdns.snapshot.Snapshot;
import org.popdns.snapshot.ZoneTable;
import org.popdns.wire.QueryParser;
import org.popdns.wire.Rcode;

/**
 * Answers of pieces that this test makes: plain and with signatures, with slots of several regions
 * and of any type. What is assembled is asserted byte for byte.
 */
final class SignedPiecesTest {

  // The question www.example.com. is 12 + 17 + 4 bytes long; its example.com. stands at 16.
  private static final String CNAME =
      "c00c" + "0005" + "0001" + "0000003c" + "0009" + "06696d61676573" + "c010";
  private static final String CNAME_SIGNATURE =
      "c00c" + "002e" + "0001" + "0000003c" + "0003" + "c1c1c1";
  private static final String SOA = "c010" + "0006" + "0001" + "0000012c" + "0002" + "5050";
  private static final String PROOF = "c010" + "002f" + "0001" + "0000012c" + "0004" + "4e4e4e4e";
  private static final String GLUE = "c010" + "0001" + "0001" + "0000003c" + "0004" + "c0000235";

  // images.example.com., the CNAME's target, stands at 33 + 12.
  private static final String TARGET = "c02d";
  private static final byte[] FIRST = {(byte) 192, 0, 2, 1};
  private static final byte[] SECOND = {(byte) 192, 0, 2, 2};
  private static final String FIRST_RECORD = TARGET + "0001" + "0001" + "0000003c" + "0004c0000201";
  private static final String SECOND_RECORD =
      TARGET + "0001" + "0001" + "0000003c" + "0004c0000202";
  private static final String ADDRESS_SIGNATURE =
      TARGET + "002e" + "0001" + "0000003c" + "0002" + "a1a1";

  private static final RegionTable TABLE = table();

  private final Memory memory = new Memory();
  private final Exchange exchange = new Exchange();
  private final WorkerCounters counters = new WorkerCounters();
  private final AnswerAssembler assembler = new AnswerAssembler(new Rotation(0), counters);
  private final OptRecord opt =
      new OptRecord(new ServerIdentity("ns1"), ServerCookies.bySystemClock());

  /** 192.0.0.0/20 is of region 1, all else of region 0. */
  private static RegionTable table() {
    RegionRanges ranges = new RegionRanges(0);
    ranges.fromIpv4(0xC0000000, 1);
    ranges.fromIpv4(0xC0001000, 0);
    return RegionTable.of(ranges);
  }

  /** Memory as the compiler has it, which grows only so far. */
  private static final class Memory implements AnswerMemory {

    private final MemorySegment segment = Arena.ofAuto().allocate(4096, 8);
    private int end = 8;

    @Override
    public int reserve(int lengthBytes) {
      int start = end;
      end += (lengthBytes + 7) & -8;
      return start;
    }

    @Override
    public void u8(long offset, int value) {
      segment.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
    }

    @Override
    public void u16(long offset, int value) {
      segment.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, (short) value);
    }

    @Override
    public void u32(long offset, int value) {
      segment.set(ValueLayout.JAVA_INT_UNALIGNED, offset, value);
    }

    @Override
    public void reference(long offset, long target) {
      u32(offset, (int) (target >>> 3));
    }

    @Override
    public void bytes(int offset, byte[] source, int from, int length) {
      MemorySegment.copy(source, from, segment, ValueLayout.JAVA_BYTE, offset, length);
    }
  }

  /** A piece of records: its flags, how many records, and their bytes. */
  private record Records(int flags, int count, String hex, List<Integer> relocations) {

    Records(int flags, int count, String hex) {
      this(flags, count, hex, List.of());
    }
  }

  /** Writes an answer for www.example.com.: pieces of records, then those of slots. */
  private long answer(List<Records> records, int slots, long otherwise) {
    int relocations = records.stream().mapToInt(each -> each.relocations.size()).sum();
    int length = records.stream().mapToInt(each -> each.hex.length() / 2).sum();
    int pieces = records.size() + slots;
    int answer = memory.reserve(CompiledAnswer.sizeBytes(pieces, relocations, length));
    CompiledAnswer.writeHeader(
        memory, answer, pieces, 17, Rcode.NOERROR, Authority.AUTHORITATIVE, otherwise);
    long at = CompiledAnswer.firstRecords(answer, pieces);
    for (int i = 0; i < records.size(); i++) {
      Records piece = records.get(i);
      byte[] bytes = HexFormat.of().parseHex(piece.hex);
      int count = piece.relocations.size();
      CompiledAnswer.writeRecordsEntry(
          memory, answer, i, piece.flags, bytes.length, piece.count, count);
      for (int relocation = 0; relocation < count; relocation++) {
        CompiledAnswer.writeRelocation(memory, at, relocation, piece.relocations.get(relocation));
      }
      at = CompiledAnswer.behindRelocations(at, count);
      memory.bytes((int) at, bytes, 0, bytes.length);
      at += bytes.length;
    }
    return answer;
  }

  private static MemorySegment addresses(List<byte[]> signatures) {
    return Slot.of(new Variant(1, 60, List.of(FIRST, SECOND), signatures, 7));
  }

  /** The counts of the three sections, then the records, as hex. */
  private String assembled(long answer, List<MemorySegment> slots, int ednsFlags, int room) {
    byte[] query =
        QueryBytes.of("www.example.com.", 1).record(3, new byte[1], 41, 1232, ednsFlags).bytes();
    return assembled(answer, slots, query, room);
  }

  private String assembled(long answer, List<MemorySegment> slots, byte[] query, int room) {
    MemorySegment request = Arena.ofAuto().allocate(query.length + 8L, 8);
    MemorySegment.copy(query, 0, request, ValueLayout.JAVA_BYTE, 0, query.length);
    exchange.request(request, 0, query.length);
    exchange.response(Arena.ofAuto().allocate(4096, 8), 0, 4096);
    assertThat(QueryParser.parse(request, 0, query.length, exchange.query))
        .isEqualTo(QueryParser.OK);
    exchange.begin(
        new Snapshot(
            ZoneTable.EMPTY,
            new HealthAnswers(
                slots.toArray(MemorySegment[]::new),
                slots.stream().map(slot -> TABLE).toArray(RegionTable[]::new))));
    exchange.choice.begin();
    exchange.dnssecOk = (exchange.query.ednsFlags() & 0x8000) != 0;
    exchange.limit = exchange.records() + room;
    CompiledZone zone =
        new CompiledZone(
            DomainName.parse("example.com."),
            1,
            true,
            Arena.ofAuto().allocate(8, 8),
            memory.segment,
            answer,
            answer,
            Arena.ofAuto().allocate(4, 4));
    assembler.assemble(exchange, zone, answer);
    String records =
        HexFormat.of()
            .formatHex(
                exchange
                    .response
                    .asSlice(exchange.records(), exchange.end - exchange.records())
                    .toArray(ValueLayout.JAVA_BYTE));
    return "%d %d %d %s"
        .formatted(
            exchange.recordCount(Exchange.ANSWER),
            exchange.recordCount(Exchange.AUTHORITY),
            exchange.recordCount(Exchange.ADDITIONAL),
            records);
  }

  private static final int DO = 0x8000;
  private static final int MUCH = 2048;

  @Test
  void signatures_areGivenToThoseWhoAsk() {
    long answer =
        answer(
            List.of(
                new Records(CompiledAnswer.ANSWER | CompiledAnswer.BOTH_FORMS, 1, CNAME),
                new Records(CompiledAnswer.ANSWER | CompiledAnswer.SIGNED, 1, CNAME_SIGNATURE)),
            0,
            0);
    assertThat(assembled(answer, List.of(), 0, MUCH)).isEqualTo("1 0 0 " + CNAME);
    assertThat(assembled(answer, List.of(), DO, MUCH))
        .isEqualTo("2 0 0 " + CNAME + CNAME_SIGNATURE);
  }

  @Test
  void proof_isOfTheSignedFormAlone_andAnotherPieceMayBeOfThePlainForm() {
    long answer =
        answer(
            List.of(
                new Records(CompiledAnswer.AUTHORITY | CompiledAnswer.PLAIN, 1, SOA),
                new Records(CompiledAnswer.AUTHORITY | CompiledAnswer.SIGNED, 2, SOA + PROOF),
                new Records(
                    CompiledAnswer.ADDITIONAL | CompiledAnswer.OPTIONAL | CompiledAnswer.BOTH_FORMS,
                    1,
                    GLUE)),
            0,
            0);
    assertThat(assembled(answer, List.of(), 0, MUCH)).isEqualTo("0 1 1 " + SOA + GLUE);
    assertThat(assembled(answer, List.of(), DO, MUCH)).isEqualTo("0 2 1 " + SOA + PROOF + GLUE);
    // What a proof takes may cost the optional records their place, and then the answer.
    int proven = (SOA + PROOF).length() / 2;
    assertThat(assembled(answer, List.of(), DO, proven)).isEqualTo("0 2 0 " + SOA + PROOF);
    assertThat(exchange.flags).isEqualTo(0x0400);
    assertThat(assembled(answer, List.of(), DO, proven - 1)).isEqualTo("0 0 0 ");
    assertThat(exchange.flags).isEqualTo(0x0600);
    assertThat(assembled(answer, List.of(), 0, proven - 1)).isEqualTo("0 1 0 " + SOA);
  }

  @Test
  void relocation_movesThePointersOfThePiecesThatAreGiven() {
    // Compiled for a name of 12 bytes less: a wildcard's.
    long answer =
        answer(
            List.of(
                new Records(CompiledAnswer.AUTHORITY | CompiledAnswer.SIGNED, 1, PROOF, List.of(0)),
                new Records(
                    CompiledAnswer.AUTHORITY | CompiledAnswer.BOTH_FORMS, 1, SOA, List.of(0))),
            0,
            0);
    byte[] plain = QueryBytes.of("wwwwww.wwwwwwww.example.com.", 1).opt(1232).bytes();
    assertThat(assembled(answer, List.of(), plain, MUCH))
        .isEqualTo("0 1 0 " + SOA.replace("c010", "c01c"));
    byte[] signed =
        QueryBytes.of("wwwwww.wwwwwwww.example.com.", 1)
            .record(3, new byte[1], 41, 1232, DO)
            .bytes();
    assertThat(assembled(answer, List.of(), signed, MUCH))
        .isEqualTo("0 2 0 " + (PROOF + SOA).replace("c010", "c01c"));
  }

  /** A CNAME, its target's addresses from a slot, and the CNAME's signature. */
  private long alias(long otherwise) {
    long answer =
        answer(
            List.of(new Records(CompiledAnswer.ANSWER | CompiledAnswer.BOTH_FORMS, 1, CNAME)),
            1,
            otherwise);
    CompiledAnswer.writeHealthSlotEntry(
        memory,
        answer,
        1,
        CompiledAnswer.ANSWER | CompiledAnswer.BOTH_FORMS | CompiledAnswer.DIVISIBLE,
        0xC02D,
        0);
    return answer;
  }

  @Test
  void slot_rotates_andItsSignatureFollowsTheWholeSet() {
    long answer = alias(0);
    List<MemorySegment> slots = List.of(addresses(List.of(new byte[] {(byte) 0xA1, (byte) 0xA1})));
    assertThat(assembled(answer, slots, 0, MUCH))
        .isEqualTo("3 0 0 " + CNAME + FIRST_RECORD + SECOND_RECORD);
    assertThat(assembled(answer, slots, DO, MUCH))
        .isEqualTo("4 0 0 " + CNAME + SECOND_RECORD + FIRST_RECORD + ADDRESS_SIGNATURE);
    assertThat(counters.decisions(7)).isEqualTo(2);
  }

  @Test
  void slot_thatIsSigned_isWholeOrTruncated_whileAPlainOneGivesWhatFits() {
    long answer = alias(0);
    List<MemorySegment> slots = List.of(addresses(List.of(new byte[] {(byte) 0xA1, (byte) 0xA1})));
    int whole = (CNAME + FIRST_RECORD + SECOND_RECORD + ADDRESS_SIGNATURE).length() / 2;
    assertThat(assembled(answer, slots, DO, whole)).startsWith("4 0 0 ");
    assertThat(assembled(answer, slots, DO, whole - 1)).isEqualTo("0 0 0 ");
    assertThat(exchange.flags).isEqualTo(0x0600);
    int one = (CNAME + FIRST_RECORD).length() / 2;
    assertThat(assembled(answer, slots, 0, one)).startsWith("2 0 0 " + CNAME + TARGET);
    assertThat(exchange.flags).isEqualTo(0x0400);
    assertThat(assembled(answer, slots, 0, one - 1)).isEqualTo("0 0 0 ");
  }

  @Test
  void region_picksAVariant_ofAnyTypeAndLength_andOptTellsItsScope() {
    byte[] near = HexFormat.of().parseHex("046e65617200");
    List<byte[]> far =
        List.of(HexFormat.of().parseHex("03666172" + "00"), HexFormat.of().parseHex("0178" + "00"));
    List<MemorySegment> slots =
        List.of(
            RegionalSlot.of(
                List.of(
                    new SlotOutcome.Rotating(new Variant(5, 60, List.of(near), List.of(), 1)),
                    new SlotOutcome.Rotating(
                        new Variant(5, 60, far, List.of(new byte[] {9}), 2)))));
    long answer = answer(List.of(), 1, 0);
    CompiledAnswer.writeHealthSlotEntry(
        memory, answer, 0, CompiledAnswer.ANSWER | CompiledAnswer.BOTH_FORMS, 0xC010, 0);
    byte[] elsewhere =
        QueryBytes.of("www.example.com.", 1).option(8, "0001" + "18" + "00" + "c00010").bytes();
    assertThat(assembled(answer, slots, elsewhere, MUCH))
        .isEqualTo("1 0 0 " + "c010" + "000500010000003c0006" + "046e65617200");
    assertThat(option()).isEqualTo("00080007" + "0001" + "18" + "14" + "c00010");

    byte[] query =
        QueryBytes.of("www.example.com.", 1).option(8, "0001" + "18" + "00" + "c00002").bytes();
    assertThat(assembled(answer, slots, query, MUCH))
        .isEqualTo(
            "2 0 0 "
                + ("c010" + "000500010000003c0005" + "0366617200")
                + ("c010" + "000500010000003c0003" + "017800"));
    assertThat(option()).isEqualTo("00080007" + "0001" + "18" + "14" + "c00002");
    assertThat(counters.decisions(2)).isEqualTo(1);
    byte[] signed = query.clone();
    signed[signed.length - 15] = (byte) 0x80;
    assertThat(assembled(answer, slots, signed, MUCH))
        .startsWith("3 0 0 ")
        .endsWith("c010" + "002e00010000003c0001" + "09");
  }

  /** The options of the OPT record that is written behind the answer. */
  private String option() {
    exchange.extendedError = ExtendedError.NONE;
    opt.prepare(exchange, true);
    long start = exchange.end;
    opt.write(exchange);
    return HexFormat.of()
        .formatHex(
            exchange
                .response
                .asSlice(start + 11, exchange.end - start - 11)
                .toArray(ValueLayout.JAVA_BYTE));
  }

  @Test
  void slot_thatIsEmpty_givesTheOtherAnswer() {
    long denial =
        answer(
            List.of(
                new Records(CompiledAnswer.AUTHORITY | CompiledAnswer.BOTH_FORMS, 1, SOA),
                new Records(CompiledAnswer.AUTHORITY | CompiledAnswer.SIGNED, 1, PROOF)),
            0,
            0);
    long answer = alias(denial);
    List<MemorySegment> empty = List.of(Slot.of(1, 60, List.of(), 0));
    assertThat(assembled(answer, empty, 0, MUCH)).isEqualTo("0 1 0 " + SOA);
    assertThat(assembled(answer, empty, DO, MUCH)).isEqualTo("0 2 0 " + SOA + PROOF);
    // A region's set may be the empty one, and the denial is that region's.
    List<MemorySegment> some =
        List.of(
            RegionalSlot.of(
                List.of(
                    new SlotOutcome.Rotating(new Variant(1, 60, List.of(FIRST), List.of(), 0)),
                    new SlotOutcome.Rotating(new Variant(1, 60, List.of(), List.of(), 0)))));
    assertThat(assembled(answer, some, 0, MUCH)).isEqualTo("2 0 0 " + CNAME + FIRST_RECORD);
    byte[] query =
        QueryBytes.of("www.example.com.", 1).option(8, "0001" + "18" + "00" + "c00002").bytes();
    assertThat(assembled(answer, some, query, MUCH)).isEqualTo("0 1 0 " + SOA);
    assertThat(option()).isEqualTo("00080007" + "0001" + "18" + "14" + "c00002");
  }

  @Test
  void slot_whoseOwnerWasLeftOut_isLeftOutAsWell() {
    // An optional piece of many bytes, in which the slot's owner stands.
    long answer =
        answer(
            List.of(
                new Records(CompiledAnswer.ANSWER | CompiledAnswer.BOTH_FORMS, 1, GLUE),
                new Records(
                    CompiledAnswer.ADDITIONAL | CompiledAnswer.OPTIONAL | CompiledAnswer.BOTH_FORMS,
                    1,
                    CNAME)),
            1,
            0);
    int owner = 0xC000 + 33 + GLUE.length() / 2 + 12;
    CompiledAnswer.writeHealthSlotEntry(
        memory,
        answer,
        2,
        CompiledAnswer.ADDITIONAL | CompiledAnswer.OPTIONAL | CompiledAnswer.BOTH_FORMS,
        owner,
        0);
    List<MemorySegment> slots = List.of(Slot.of(1, 60, List.of(FIRST), 0));
    String address = "%04x".formatted(owner) + FIRST_RECORD.substring(4);
    assertThat(assembled(answer, slots, 0, MUCH)).isEqualTo("1 0 2 " + GLUE + CNAME + address);
    int room = (GLUE + address).length() / 2;
    assertThat(assembled(answer, slots, 0, room)).isEqualTo("1 0 0 " + GLUE);
  }
}
