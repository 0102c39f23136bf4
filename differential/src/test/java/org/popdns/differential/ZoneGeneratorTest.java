package org.popdns.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.popdns.name.DomainName;

class ZoneGeneratorTest {

  private static final DomainName ORIGIN = DomainName.parse("z1.test.");

  @Test
  void sameSeed_sameZone() {
    List<String> one = ZoneGenerator.lines(new Random(7), ORIGIN);
    assertThat(ZoneGenerator.lines(new Random(7), ORIGIN)).isEqualTo(one);
    assertThat(ZoneGenerator.lines(new Random(8), ORIGIN)).isNotEqualTo(one);
  }

  @Test
  void zone_beginsWithItsSoa() {
    for (int seed = 0; seed < 50; seed++) {
      assertThat(ZoneGenerator.lines(new Random(seed), ORIGIN).getFirst())
          .startsWith("z1.test. 300 IN SOA ");
    }
  }
}
