package org.popdns.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.popdns.name.DomainName;

final class NameHashTest {

  private static final long SEED = 20_260_101;

  @Test
  void lowerCase_ofEachByteAtEachPlace_changesUpperCaseLettersOnly() {
    for (int place = 0; place < 8; place++) {
      for (int others : new int[] {0x00, 0x7F, 0x80, 0xFF, 'A', 'Z', '@', '['}) {
        for (int value = 0; value < 256; value++) {
          byte[] bytes = new byte[8];
          java.util.Arrays.fill(bytes, (byte) others);
          bytes[place] = (byte) value;
          assertThat(NameHash.lowerCase(word(bytes)))
              .as("byte %d at %d between %d", value, place, others)
              .isEqualTo(word(naiveLowerCase(bytes)));
        }
      }
    }
  }

  @Test
  void lowerCase_ofRandomWords_isThatOfTheirBytes() {
    Random random = new Random(SEED);
    byte[] bytes = new byte[8];
    for (int i = 0; i < 100_000; i++) {
      random.nextBytes(bytes);
      assertThat(NameHash.lowerCase(word(bytes))).isEqualTo(word(naiveLowerCase(bytes)));
    }
  }

  @Test
  void mask_keepsThatManyBytes() {
    assertThat(NameHash.mask(1)).isEqualTo(0xFFL);
    assertThat(NameHash.mask(7)).isEqualTo(0x00FF_FFFF_FFFF_FFFFL);
    assertThat(NameHash.mask(8)).isEqualTo(-1L);
    assertThat(NameHash.mask(63)).isEqualTo(-1L);
  }

  @Test
  void of_ofTheRoot_isTheRootsHash() {
    assertThat(NameHash.of(new byte[] {0})).isEqualTo(NameHash.ROOT);
  }

  @Test
  void of_ofNamesThatDifferInOneBit_differs_unlessItIsTheCase() {
    byte[] name = DomainName.parse("a-label-of-twenty-chars.example.com.").toLowerCaseWire();
    long hash = NameHash.of(name);
    for (int at = 1; at < 23; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] other = name.clone();
        other[at] = (byte) (other[at] ^ (1 << bit));
        boolean onlyCase = Arrays.equals(naiveLowerCase(other), name);
        assertThat(NameHash.of(other) == hash).as("byte %d bit %d", at, bit).isEqualTo(onlyCase);
      }
    }
  }

  @Test
  void of_ofTheSameBytesInOtherLabels_differs() {
    assertThat(NameHash.of(DomainName.parse("ab.c.").toWire()))
        .isNotEqualTo(NameHash.of(DomainName.parse("a.bc.").toWire()))
        .isNotEqualTo(NameHash.of(DomainName.parse("c.ab.").toWire()))
        .isNotEqualTo(NameHash.of(DomainName.parse("abc.").toWire()));
  }

  static byte[] naiveLowerCase(byte[] bytes) {
    byte[] lower = bytes.clone();
    for (int i = 0; i < lower.length; i++) {
      if (lower[i] >= 'A' && lower[i] <= 'Z') {
        lower[i] = (byte) (lower[i] - 'A' + 'a');
      }
    }
    return lower;
  }

  private static long word(byte[] bytes) {
    return java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).getLong();
  }
}
