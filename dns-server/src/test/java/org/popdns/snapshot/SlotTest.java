package org.popdns.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.popdns.snapshot.Slot.Variant;

final class SlotTest {

  private static final int RRSIG = 46;
  private static final List<byte[]> TWO =
      List.of(new byte[] {(byte) 192, 0, 2, 1}, new byte[] {(byte) 192, 0, 2, 2});

  private static String hex(MemorySegment slot, long from, long length) {
    return HexFormat.of().formatHex(slot.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE));
  }

  @Test
  void records_standTwice_eachInWireFormat() {
    MemorySegment slot = Slot.of(1, 0x01020304L, TWO, 9);
    long variant = Slot.only(slot, 0);
    assertThat(variant).isEqualTo(8);
    assertThat(Slot.count(slot, variant)).isEqualTo(2);
    assertThat(Slot.stride(slot, variant)).isEqualTo(16);
    assertThat(Slot.length(slot, variant)).isEqualTo(32);
    assertThat(Slot.decision(slot, variant)).isEqualTo(9);
    assertThat(Slot.signatureCount(slot, variant)).isZero();
    assertThat(Slot.signatureLength(slot, variant)).isZero();
    String first = "c00c00010001010203040004c0000201";
    String second = "c00c00010001010203040004c0000202";
    assertThat(hex(slot, Slot.records(variant), 64)).isEqualTo(first + second + first + second);
    assertThat(slot.byteSize()).isEqualTo(8 + 16 + 64);
  }

  @Test
  void longestTimeToLive_isKept() {
    MemorySegment slot = Slot.of(28, 0x7FFF_FFFFL, List.of(new byte[16]), 0);
    assertThat(hex(slot, 24, 12)).isEqualTo("c00c001c00017fffffff0010");
  }

  @Test
  void emptySet_hasNoRecords() {
    MemorySegment slot = Slot.of(1, 60, List.of(), 3);
    long variant = Slot.only(slot, 0);
    assertThat(Slot.count(slot, variant)).isZero();
    assertThat(Slot.decision(slot, variant)).isEqualTo(3);
  }

  @Test
  void moreAddressesThanAMessageHolds_areAllThere() {
    List<byte[]> many = java.util.Collections.nCopies(6_000, new byte[4]);
    MemorySegment slot = Slot.of(1, 60, many, 0);
    long variant = Slot.only(slot, 0);
    assertThat(Slot.count(slot, variant)).isEqualTo(6_000);
    assertThat(Slot.length(slot, variant)).isEqualTo(96_000);
    assertThat(Slot.signatures(slot, variant)).isEqualTo(8 + 16 + 192_000);
  }

  @Test
  void recordsOfSeveralLengths_standOnce_andHaveNoStride() {
    List<byte[]> texts = List.of(new byte[] {1, 'a'}, new byte[] {2, 'b', 'c'});
    MemorySegment slot = Slot.of(16, 60, texts, 0);
    long variant = Slot.only(slot, 0);
    assertThat(Slot.stride(slot, variant)).isZero();
    assertThat(Slot.length(slot, variant)).isEqualTo(14 + 15);
    assertThat(hex(slot, Slot.records(variant), 29))
        .isEqualTo("c00c001000010000003c00020161" + "c00c001000010000003c0003026263");
    assertThat(Slot.recordLength(slot, Slot.records(variant))).isEqualTo(14);
    assertThat(Slot.recordLength(slot, Slot.records(variant) + 14)).isEqualTo(15);
  }

  @Test
  void signatures_standBehindTheRecords() {
    byte[] target = {3, 'c', 'd', 'n', 0};
    MemorySegment slot =
        Slot.of(new Variant(5, 60, List.of(target), List.of(new byte[] {7, 7, 7}), 2));
    long variant = Slot.only(slot, 0);
    assertThat(Slot.signatureCount(slot, variant)).isEqualTo(1);
    assertThat(hex(slot, Slot.signatures(slot, variant), Slot.signatureLength(slot, variant)))
        .isEqualTo("c00c%04x00010000003c0003070707".formatted(RRSIG));
  }
}
