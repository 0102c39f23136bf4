package org.popdns.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SlotDirectoryTest {

  @Test
  void key_keepsItsNumber_andEachDifferenceMakesAnother() {
    SlotDirectory slots = new SlotDirectory();
    List<SlotKey> keys =
        List.of(
            new SlotKey("images", 1, 60, List.of()),
            new SlotKey("images", 28, 60, List.of()),
            new SlotKey("images", 1, 30, List.of()),
            new SlotKey("videos", 1, 60, List.of()),
            new SlotKey("images", 1, 60, List.of(List.of((byte) 1))));
    for (int round = 0; round < 2; round++) {
      for (int number = 0; number < keys.size(); number++) {
        assertThat(slots.indexOf(keys.get(number))).isEqualTo(number);
      }
    }
    assertThat(slots.keys()).isEqualTo(keys);
  }
}
