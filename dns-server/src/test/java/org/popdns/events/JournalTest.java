package org.popdns.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.state.StateDisk;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class JournalTest {

  @TempDir private Path folder;

  /** Made by JUnit, which fills the field. */
  @SuppressWarnings("NullAway.Init")
  JournalTest() {}

  private Path file() {
    return folder.resolve("history");
  }

  private static void add(Journal journal, int number) {
    journal.add(JsonNodeFactory.instance.objectNode().put("number", number));
  }

  private static List<Integer> numbers(Journal journal) {
    return journal.changes().stream()
        .map((JsonNode change) -> change.path("number").asInt())
        .toList();
  }

  /** Returns when all is written. */
  private static void flush(StateDisk disk) {
    await().atMost(Duration.ofMinutes(1)).until(() -> disk.now(Optional::empty).isEmpty());
  }

  private Optional<String> write(int from, int to) {
    StateDisk disk = new StateDisk();
    Journal journal = new Journal(Optional.of(file()), disk);
    for (int number = from; number < to; number++) {
      add(journal, number);
      if (number % 500 == 499) {
        flush(disk);
      }
    }
    flush(disk);
    disk.close();
    return journal.failure();
  }

  @Test
  void manyChanges_theFileIsBounded_andTheLastThousandOutliveARestart() throws IOException {
    write(0, 1500);
    assertThat(Files.readAllLines(file())).hasSize(1500);
    write(1500, 5000);
    assertThat(Files.readAllLines(file())).hasSizeBetween(Journal.KEPT, 2 * Journal.KEPT);
    try (StateDisk disk = new StateDisk()) {
      assertThat(numbers(new Journal(Optional.of(file()), disk)))
          .hasSize(Journal.KEPT)
          .startsWith(4000)
          .endsWith(4999);
    }
  }

  @Test
  void fileCannotBeWritten_isSaid_untilItCan() throws IOException {
    Files.createDirectory(file());
    StateDisk disk = new StateDisk();
    Journal journal = new Journal(Optional.of(file()), disk);
    add(journal, 1);
    flush(disk);
    assertThat(journal.failure()).hasValue(file() + " can't be written: Is a directory");
    assertThat(numbers(journal)).containsExactly(1);
    Files.delete(file());
    add(journal, 2);
    flush(disk);
    assertThat(journal.failure()).isEmpty();
    assertThat(Files.readString(file())).isEqualTo("{\"number\":1}\n{\"number\":2}\n");
    disk.close();
    try (StateDisk next = new StateDisk()) {
      assertThat(numbers(new Journal(Optional.of(file()), next))).containsExactly(1, 2);
    }
  }

  @Test
  void halfALine_isLeftOut() throws IOException {
    Files.writeString(file(), "{\"number\":1}\n{\"numb\n{\"number\":3}\n");
    try (StateDisk disk = new StateDisk()) {
      assertThat(numbers(new Journal(Optional.of(file()), disk))).containsExactly(1, 3);
    }
  }
}
