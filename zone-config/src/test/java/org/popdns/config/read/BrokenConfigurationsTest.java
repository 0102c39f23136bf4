package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.popdns.config.problem.ProblemPrinter;
import org.popdns.config.problem.ProblemPrinter.Colours;
import org.popdns.config.problem.Severity;
import org.popdns.config.read.ConfigurationLoader.Overrides;

/**
 * The catalogue of broken configurations. Each folder of {@code src/test/resources/bad} holds the
 * files that differ from {@code src/test/resources/good}, and in {@code expected.txt} all that
 * {@code popdns check} says of them. A folder whose name starts with {@code warning-} is accepted.
 *
 * <p>{@code -Dfixtures.write=true} writes the {@code expected.txt} that are missing, for review.
 */
class BrokenConfigurationsTest {

  private static final Path GOOD = Path.of("src", "test", "resources", "good");
  private static final Path BAD = Path.of("src", "test", "resources", "bad");
  private static final String EXPECTED = "expected.txt";

  static List<String> fixtures() throws IOException {
    try (Stream<Path> folders = Files.list(BAD)) {
      return folders.map(folder -> String.valueOf(folder.getFileName())).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void brokenConfiguration_isExplained(String fixture, @TempDir Path folder) throws IOException {
    prepare(fixture, folder);

    LoadResult result =
        new ConfigurationLoader(Map.of(), () -> "this-host")
            .load(folder.resolve("popdns.yaml"), Overrides.NONE);

    String shown =
        new ProblemPrinter(Colours.OFF)
            .print(result.problems())
            .replace(folder + folder.getFileSystem().getSeparator(), "");
    Path expected = BAD.resolve(fixture).resolve(EXPECTED);
    if (Boolean.getBoolean("fixtures.write") && !Files.exists(expected)) {
      Files.writeString(expected, shown);
    }
    assertThat(shown).isEqualTo(Files.readString(expected)).isNotEmpty();
    assertThat(result.configuration().isPresent()).isEqualTo(fixture.startsWith("warning-"));
    assertThat(result.problems().stream().anyMatch(p -> p.severity() == Severity.ERROR))
        .isNotEqualTo(fixture.startsWith("warning-"));
  }

  /** Puts a broken configuration together; the folder. */
  static Path prepare(String fixture, Path folder) throws IOException {
    copy(GOOD, folder);
    copy(BAD.resolve(fixture), folder);
    return folder;
  }

  /** Copies a folder over another. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path relative = from.relativize(file);
        if (relative.toString().equals(EXPECTED)) {
          continue;
        }
        Path target = to.resolve(relative.toString());
        Files.createDirectories(target.resolveSibling("."));
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
