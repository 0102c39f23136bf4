package org.popdns.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RotatingSetTest {

  private static final List<byte[]> TWO =
      List.of(new byte[] {(byte) 192, 0, 2, 1}, new byte[] {(byte) 192, 0, 2, 2});

  @Test
  void records_standTwice_eachInWireFormat() {
    MemorySegment set = RotatingSet.of(1, 0x01020304L, TWO, 9);
    assertThat(RotatingSet.count(set, 0)).isEqualTo(2);
    assertThat(RotatingSet.stride(set, 0)).isEqualTo(16);
    assertThat(RotatingSet.decision(set, 0)).isEqualTo(9);
    assertThat(set.byteSize()).isEqualTo(RotatingSet.sizeBytes(2, 4)).isEqualTo(8 + 4 * 16);
    String first = "c00c00010001010203040004c0000201";
    String second = "c00c00010001010203040004c0000202";
    byte[] records = set.asSlice(RotatingSet.HEADER_BYTES).toArray(ValueLayout.JAVA_BYTE);
    assertThat(HexFormat.of().formatHex(records)).isEqualTo(first + second + first + second);
  }

  @Test
  void longestTimeToLive_isKept() {
    byte[] set = RotatingSet.encode(28, 0x7FFF_FFFFL, List.of(new byte[16]), 0);
    assertThat(HexFormat.of().formatHex(set, 8, 20)).isEqualTo("c00c001c00017fffffff0010");
  }

  @Test
  void emptySet_hasNoRecords() {
    MemorySegment set = RotatingSet.of(1, 60, List.of(), 3);
    assertThat(RotatingSet.count(set, 0)).isZero();
    assertThat(RotatingSet.decision(set, 0)).isEqualTo(3);
    assertThat(set.byteSize()).isEqualTo(RotatingSet.HEADER_BYTES);
  }

  @Test
  void recordsOfTwoLengths_areRefused() {
    assertThatThrownBy(() -> RotatingSet.of(1, 60, List.of(new byte[4], new byte[16]), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("records of 4 and 16");
  }
}
