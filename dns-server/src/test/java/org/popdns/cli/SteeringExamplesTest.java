package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of {@code docs/steering.md} come out as they stand there. A file stands below its
 * name; files hold until the page gives others of the same name. What a command prints has the
 * lines of the page in their order: {@code …} stands for the rest of a line, and alone for lines.
 */
final class SteeringExamplesTest {

  private static final Path PAGE = Path.of("../docs/steering.md");
  private static final Pattern BLOCK =
      Pattern.compile("(?:^`([^`\n]+)`[^\n]*:\n\n)?^```(yaml|console)\n(.*?)^```$", flags());
  private static final int FEWEST = 6;

  private static int flags() {
    return Pattern.MULTILINE | Pattern.DOTALL;
  }

  @TempDir Path folder;

  @Test
  void examples_comeOutAsTheyStandThere() throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(PAGE));
    int commands = 0;
    while (block.find()) {
      String name = block.group(1);
      if (block.group(2).equals("console")) {
        commands++;
        run(block.group(3));
      } else if (name != null) {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, block.group(3));
      }
    }
    assertThat(commands).isGreaterThanOrEqualTo(FEWEST);
  }

  private void run(String console) {
    List<String> lines = console.lines().toList();
    String command = lines.getFirst();
    assertThat(command).startsWith("$ popdns ");
    String[] arguments =
        Arrays.stream(command.substring("$ popdns ".length()).split(" ", -1))
            .map(
                word ->
                    word.matches("popdns[.]yaml|.*[.]svg") ? folder.resolve(word).toString() : word)
            .toArray(String[]::new);
    CommandRun ran = CommandRun.of(arguments);
    assertThat(ran.err()).as(command).isEmpty();
    assertThat(shown(ran.out(), lines.subList(1, lines.size())))
        .as("%s prints%n%s", command, ran.out())
        .isEqualTo(lines.subList(1, lines.size()));
  }

  /** What is printed, cut where the page cuts it. */
  private List<String> shown(String printed, List<String> page) {
    List<String> all =
        printed.replace(folder + "/", "").lines().map(String::stripTrailing).toList();
    List<String> shown = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < page.size(); i++) {
      String line = page.get(i);
      if (line.strip().equals("…")) {
        shown.add(line);
        String wanted = i + 1 < page.size() ? page.get(i + 1) : "";
        while (i + 1 < page.size() && next < all.size() && !matches(wanted, all.get(next))) {
          next++;
        }
        if (i + 1 == page.size()) {
          return shown;
        }
      } else if (next < all.size()) {
        shown.add(matches(line, all.get(next)) ? line : all.get(next));
        next++;
      }
    }
    return Stream.concat(shown.stream(), all.stream().skip(next)).toList();
  }

  private static boolean matches(String line, String printed) {
    return line.endsWith("…")
        ? printed.startsWith(line.substring(0, line.length() - 1))
        : printed.equals(line);
  }
}
