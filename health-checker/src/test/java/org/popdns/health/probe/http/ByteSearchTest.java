package org.popdns.health.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ByteSearchTest {
  private static boolean finds(String wanted, String stream) {
    ByteSearch search = new ByteSearch(wanted.getBytes(StandardCharsets.UTF_8));
    for (byte next : stream.getBytes(StandardCharsets.UTF_8)) {
      search.accept(next);
    }
    return search.found();
  }

  @ParameterizedTest
  @CsvSource({
    "ok, ok, true",
    "ok, ook, true",
    "ok, o k, false",
    "aab, aaab, true",
    "abab, aababaa, true",
    "ababc, ababababc, true",
    "ababc, abababab, false",
    "ok, ok and on, true",
  })
  void search_findsWhatIsThere(String wanted, String stream, boolean there) {
    assertThat(finds(wanted, stream)).isEqualTo(there);
  }

  @Test
  void nothing_isFoundAtOnce() {
    assertThat(new ByteSearch(new byte[0]).found()).isTrue();
  }

  @Test
  void search_agreesWithIndexOf() {
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      String wanted = fewLetters(random, 1 + random.nextInt(6));
      String stream = fewLetters(random, random.nextInt(24));
      assertThat(finds(wanted, stream))
          .as("%s in %s", wanted, stream)
          .isEqualTo(stream.contains(wanted));
    }
  }

  private static String fewLetters(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(2)));
    }
    return text.toString();
  }
}
