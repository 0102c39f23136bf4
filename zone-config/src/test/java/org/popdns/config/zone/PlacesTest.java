package org.popdns.config.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.problem.SourceText;
import org.popdns.config.problem.Span;
import org.popdns.config.zone.RecordPlaces.Part;

/** What a zone remembers in bytes, against what collections of objects do. */
final class PlacesTest {

  private static final long SEED = 20_261_128;

  private final Random random = new Random(SEED);

  private record Expected(Span where, Span owner, Optional<Span> cluster, List<Span> targets) {}

  private Span span(int nearLine) {
    int line = Math.max(1, nearLine + random.nextInt(7) - 3);
    return new Span(line, 1 + random.nextInt(1 << random.nextInt(20)), random.nextInt(300));
  }

  @Test
  void placesOfSets_areFound_inWhateverOrderTheyCame() {
    FileProblems problems = new ProblemLog().of(new SourceText(Path.of("zone"), ""));
    YamlPlaces places = new YamlPlaces(problems);
    List<Expected> sets = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      // Every tenth stands further up, as an alias does.
      int line = i % 10 == 9 ? 1_000_000 + i : 100 + i * 40;
      Span where = new Span(line, 1 + random.nextInt(200), random.nextInt(20));
      Span[] targets = new Span[5];
      int count = random.nextInt(5);
      for (int k = 0; k < count; k++) {
        targets[k] = span(line + k);
      }
      Optional<Span> cluster = random.nextInt(4) == 0 ? Optional.of(span(line)) : Optional.empty();
      Expected set =
          new Expected(
              where, span(line), cluster, List.copyOf(Arrays.asList(targets).subList(0, count)));
      sets.add(set);
      places.add(where, set.owner(), cluster, targets, count);
    }
    RecordPlaces found = places.within(40);

    for (Expected set : sets) {
      int line = set.where().line() - 40;
      int column = set.where().column();
      assertThat(found.span(line, column, Part.RECORD, 0)).isEqualTo(set.where());
      assertThat(found.span(line, column, Part.OWNER, 3)).isEqualTo(set.owner());
      assertThat(found.span(line, column, Part.CLUSTER, 0))
          .isEqualTo(set.cluster().orElse(set.where()));
      for (int k = 0; k < set.targets().size(); k++) {
        assertThat(found.span(line, column, Part.TARGET, k)).isEqualTo(set.targets().get(k));
      }
      assertThat(found.span(line, column, Part.TARGET, set.targets().size()))
          .isEqualTo(set.where());
    }
    assertThat(found.span(7, 7, Part.TARGET, 0)).isEqualTo(new Span(47, 7, 1));
    assertThat(found.problems()).isSameAs(problems);
  }

  @Test
  void owners_areKnownAgain_inAnyCase() {
    OwnerTable owners = new OwnerTable();
    Map<String, Integer> expected = new HashMap<>();
    for (int line = 1; line < 20_000; line++) {
      String text = Integer.toString(random.nextInt(8000), 36);
      String label = random.nextBoolean() ? text : text.toUpperCase(Locale.ROOT);
      byte[] labels = ("xx" + label).getBytes(StandardCharsets.ISO_8859_1);
      labels[0] = (byte) (labels.length - 1);
      int before = expected.getOrDefault(text, 0);
      assertThat(owners.put(labels, labels.length, line)).as(label).isEqualTo(before);
      expected.putIfAbsent(text, line);
    }
    assertThat(owners.put(new byte[0], 0, 7)).isZero();
    assertThat(owners.put(new byte[0], 0, 8)).isEqualTo(7);
  }
}
