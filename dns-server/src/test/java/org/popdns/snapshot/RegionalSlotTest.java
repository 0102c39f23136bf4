package org.popdns.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.popdns.snapshot.Slot.Variant;

final class RegionalSlotTest {

  private static final byte[] FIRST = {(byte) 192, 0, 2, 1};
  private static final byte[] SECOND = {(byte) 192, 0, 2, 2};
  private static final String FIRST_RECORD = "c00c000100010000003c0004c0000201";
  private static final String SECOND_RECORD = "c00c000100010000003c0004c0000202";

  private static Variant variant(int decision, byte[]... rdata) {
    return new Variant(1, 60, List.of(rdata), List.of(), decision);
  }

  private static String records(MemorySegment slot, long variant, int copies) {
    return HexFormat.of()
        .formatHex(
            slot.asSlice(Slot.records(variant), (long) copies * Slot.length(slot, variant))
                .toArray(ValueLayout.JAVA_BYTE));
  }

  @Test
  void regionsAnsweredAlike_shareTheirOutcome_andTheLastStandsForThoseBeyond() {
    SlotOutcome near = new SlotOutcome.Rotating(variant(1, FIRST, SECOND));
    SlotOutcome far = new SlotOutcome.Rotating(variant(2));
    MemorySegment slot = RegionalSlot.of(List.of(near, far, near));
    assertThat(Slot.only(slot, 0)).isEqualTo(Slot.BY_REGION);
    assertThat(RegionalSlot.regionCount(slot)).isEqualTo(3);
    int first = RegionalSlot.outcome(slot, 0);
    assertThat(RegionalSlot.outcome(slot, 2)).isEqualTo(first);
    assertThat(RegionalSlot.outcome(slot, 3)).isEqualTo(first);
    assertThat(RegionalSlot.kind(first)).isEqualTo(RegionalSlot.ROTATING);
    assertThat(RegionalSlot.place(slot, first)).isEqualTo(0);
    long variant = RegionalSlot.rotating(slot, first);
    assertThat(Slot.decision(slot, variant)).isEqualTo(1);
    assertThat(records(slot, variant, 2))
        .isEqualTo(FIRST_RECORD + SECOND_RECORD + FIRST_RECORD + SECOND_RECORD);
    int second = RegionalSlot.outcome(slot, 1);
    assertThat(RegionalSlot.place(slot, second)).isEqualTo(1);
    assertThat(Slot.count(slot, RegionalSlot.rotating(slot, second))).isZero();
    assertThat(Slot.decision(slot, RegionalSlot.rotating(slot, second))).isEqualTo(2);
    // Header, three regions, two outcomes, two variants; all filled up to 8.
    assertThat(slot.byteSize()).isEqualTo(8 + 16 + 2 * 8 + 16 + 64 + 16);
  }

  @Test
  void turns_leadToVariantsThatStandOnce() {
    Variant heavy = variant(7, FIRST);
    Variant light = variant(7, SECOND);
    MemorySegment slot =
        RegionalSlot.of(List.of(new SlotOutcome.Turns(List.of(heavy, light, heavy))));
    int outcome = RegionalSlot.outcome(slot, 0);
    assertThat(RegionalSlot.kind(outcome)).isEqualTo(RegionalSlot.TURNS);
    assertThat(RegionalSlot.turns(slot, outcome)).isEqualTo(3);
    long first = RegionalSlot.turn(slot, outcome, 0);
    assertThat(RegionalSlot.turn(slot, outcome, 2)).isEqualTo(first);
    assertThat(records(slot, first, 1)).isEqualTo(FIRST_RECORD);
    assertThat(records(slot, RegionalSlot.turn(slot, outcome, 1), 1)).isEqualTo(SECOND_RECORD);
    assertThat(slot.byteSize()).isEqualTo(8 + 8 + 24 + 2 * 32);
  }

  @Test
  void variantInTurns_hasItsSignaturesBehindIt() {
    Variant signed = new Variant(1, 60, List.of(FIRST, SECOND), List.of(new byte[] {7, 7, 7}), 0);
    MemorySegment slot = RegionalSlot.of(List.of(new SlotOutcome.Turns(List.of(signed))));
    long variant = RegionalSlot.turn(slot, RegionalSlot.outcome(slot, 0), 0);
    assertThat(
            HexFormat.of()
                .formatHex(
                    slot.asSlice(
                            Slot.signatures(slot, variant), Slot.signatureLength(slot, variant))
                        .toArray(ValueLayout.JAVA_BYTE)))
        .isEqualTo("c00c002e00010000003c0003070707");
  }

  @Test
  void candidates_haveHashWeightAndVariant() {
    MemorySegment slot =
        RegionalSlot.of(
            List.of(
                new SlotOutcome.Hashed(
                    2,
                    List.of(
                        new SlotOutcome.Candidate(-5, 1, variant(3, FIRST)),
                        new SlotOutcome.Candidate(Long.MAX_VALUE, 100, variant(3, SECOND)))),
                new SlotOutcome.Hashed(
                    1, List.of(new SlotOutcome.Candidate(1, 9, variant(4, FIRST))))));
    int outcome = RegionalSlot.outcome(slot, 0);
    assertThat(RegionalSlot.kind(outcome)).isEqualTo(RegionalSlot.HASHED);
    assertThat(RegionalSlot.candidates(slot, outcome)).isEqualTo(2);
    assertThat(RegionalSlot.given(slot, outcome)).isEqualTo(2);
    assertThat(RegionalSlot.isWeighted(slot, outcome)).isTrue();
    assertThat(RegionalSlot.hash(slot, outcome, 0)).isEqualTo(-5);
    assertThat(RegionalSlot.hash(slot, outcome, 1)).isEqualTo(Long.MAX_VALUE);
    assertThat(RegionalSlot.weight(slot, outcome, 1)).isEqualTo(100);
    assertThat(records(slot, RegionalSlot.candidate(slot, outcome, 1), 1)).isEqualTo(SECOND_RECORD);
    assertThat(RegionalSlot.isWeighted(slot, RegionalSlot.outcome(slot, 1))).isFalse();
  }
}
