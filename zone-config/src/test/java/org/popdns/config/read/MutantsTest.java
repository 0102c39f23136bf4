package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.problem.Location;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.Severity;
import org.popdns.config.read.ConfigurationLoader.Overrides;

/**
 * Twenty thousand mutants of the examples: each loads, or is refused with errors that say where.
 * None throws, none hangs. {@code -Dmutants.seed} and {@code -Dmutants.count} choose others.
 */
class MutantsTest {

  private static final int DEFAULT_COUNT = 20_000;
  private static final Duration LONGEST_LOAD = Duration.ofSeconds(10);

  @Test
  void mutants_loadOrAreRefusedWithALocatedError(@TempDir Path folder) throws IOException {
    long seed = Long.getLong("mutants.seed", System.nanoTime());
    int count = Integer.getInteger("mutants.count", DEFAULT_COUNT);
    System.out.println("mutants: seed " + seed);
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Mutator mutator = new Mutator(random);
    List<Path> examples = ExamplesTest.examples();
    int loaded = 0;
    for (Path example : examples) {
      Path copy = folder.resolve(String.valueOf(example.getFileName()));
      copy(example, copy);
      List<Path> files = configurationFiles(copy);
      int share = count / examples.size();
      for (int i = 0; i < share; i++) {
        Path file = files.get(random.nextInt(files.size()));
        String original = Files.readString(file);
        String mutant = mutator.mutate(original);
        // A mutant may hold half a surrogate pair, which has no UTF-8.
        Files.write(file, mutant.getBytes(StandardCharsets.UTF_8));
        int accepted = loadedOrLocated(copy, seed, mutant);
        loaded += accepted;
        // What we accept the schemas accept; asking them about every mutant would take minutes.
        if (accepted == 1 && i % 16 == 0 && file.toString().endsWith(".yaml")) {
          assertThat(SchemaTest.errors(file)).as("seed %d:%n%s", seed, mutant).isEmpty();
        }
        Files.writeString(file, original);
      }
    }
    // A mutator whose mutants are all alike would prove nothing.
    assertThat(loaded).isBetween(count / 50, count * 9 / 10);
  }

  private static int loadedOrLocated(Path example, long seed, String mutant) {
    LoadResult result =
        Assertions.assertTimeout(
            LONGEST_LOAD,
            () ->
                new ConfigurationLoader(Map.of(), () -> "this-host")
                    .load(
                        example.resolve("popdns.yaml"),
                        new Overrides(Optional.of("san-jose"), Optional.empty())),
            () -> "seed " + seed + ":\n" + mutant);
    boolean refused = result.configuration().isEmpty();
    List<Problem> errors =
        result.problems().stream().filter(p -> p.severity() == Severity.ERROR).toList();
    assertThat(errors.isEmpty()).as("seed %d:%n%s", seed, mutant).isNotEqualTo(refused);
    assertThat(errors)
        .as("seed %d:%n%s", seed, mutant)
        .allSatisfy(
            error -> {
              assertThat(error.message()).isNotBlank().doesNotContain("Exception", "\n");
              assertThat(located(error)).isTrue();
            });
    return refused ? 0 : 1;
  }

  private static boolean located(Problem problem) {
    return switch (problem.location()) {
      case Location.Token token ->
          token.position().line() >= 1
              && token.position().column() >= 1
              && token.excerpt().length() >= 1;
      case Location.WholeFile whole -> true;
      case Location.Outside outside -> problem.message().contains("--site");
    };
  }

  private static List<Path> configurationFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.resolveSibling("."));
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
