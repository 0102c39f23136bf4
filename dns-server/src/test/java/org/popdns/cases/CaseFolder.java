package org.popdns.cases;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A case: a configuration as an operator has it, {@code README} with what is right and who says so,
 * {@code check.txt} with all that {@code popdns check} says of it, and {@code answers.txt} with
 * questions and whole answers.
 *
 * @param folder where it lies
 */
record CaseFolder(Path folder) {

  static final Path ALL = Path.of("src", "test", "resources", "cases");

  private static final String CHECK = "check.txt";
  private static final String ANSWERS = "answers.txt";
  private static final List<String> NOT_CONFIGURATION = List.of(CHECK, ANSWERS, "README");

  /** All cases by their names. */
  static List<String> names() throws IOException {
    try (Stream<Path> folders = Files.list(ALL)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> String.valueOf(folder.getFileName()))
          .sorted()
          .toList();
    }
  }

  static CaseFolder of(String name) {
    return new CaseFolder(ALL.resolve(name));
  }

  /** What the check must print; nothing where it has nothing to say. */
  String check() throws IOException {
    return read(CHECK);
  }

  /** What must be answered. */
  String answers() throws IOException {
    return read(ANSWERS);
  }

  /** Writes what came out, for review. */
  void propose(String check, String answers) throws IOException {
    Files.writeString(folder.resolve(CHECK), check);
    Files.writeString(folder.resolve(ANSWERS), answers);
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  /**
   * Copies the configuration.
   *
   * @param replacements what stands in its YAML files for ports and paths of this machine
   * @return its main file
   */
  Path copy(Path to, Map<String, String> replacements) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String relative = folder.relativize(file).toString();
        if (NOT_CONFIGURATION.contains(relative)) {
          continue;
        }
        Path target = to.resolve(relative);
        Files.createDirectories(target.resolveSibling("."));
        Files.write(target, replaced(file, replacements));
      }
    }
    return to.resolve("popdns.yaml");
  }

  private static byte[] replaced(Path file, Map<String, String> replacements) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (!file.toString().endsWith(".yaml")) {
      return bytes;
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    for (Map.Entry<String, String> replacement : replacements.entrySet()) {
      text = text.replace(replacement.getKey(), replacement.getValue());
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
