package org.popdns.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.health.Status;
import org.popdns.state.StateDisk;

class JournalTest {

  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.006Z");

  @TempDir private Path folder;

  /** Made by JUnit, which fills the field. */
  @SuppressWarnings("NullAway.Init")
  JournalTest() {}

  private Path file() {
    return folder.resolve("history");
  }

  private static void add(Journal journal, int number) {
    journal.add(new Event.ConfigurationRefused(AT, "no. " + number));
  }

  private static List<Integer> numbers(Journal journal) {
    return journal.events().stream()
        .map(
            event ->
                event instanceof Event.ConfigurationRefused(var _, String reason)
                    ? Integer.parseInt(reason.substring(4))
                    : -1)
        .toList();
  }

  private static String line(int number) {
    return "{\"at\":\"2026-01-02T03:04:05.006Z\",\"configuration\":\"refused\",\"reason\":\"no. "
        + number
        + "\"}\n";
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
    assertThat(Files.readAllLines(file())).hasSizeBetween(RecentEvents.KEPT, 2 * RecentEvents.KEPT);
    try (StateDisk disk = new StateDisk()) {
      assertThat(numbers(new Journal(Optional.of(file()), disk)))
          .hasSize(RecentEvents.KEPT)
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
    assertThat(Files.readString(file())).isEqualTo(line(1) + line(2));
    disk.close();
    try (StateDisk next = new StateDisk()) {
      assertThat(numbers(new Journal(Optional.of(file()), next))).containsExactly(1, 2);
    }
  }

  @Test
  void halfALine_isLeftOut() throws IOException {
    Files.writeString(file(), line(1) + line(2).substring(0, 30) + "\n" + line(3));
    try (StateDisk disk = new StateDisk()) {
      assertThat(numbers(new Journal(Optional.of(file()), disk))).containsExactly(1, 3);
    }
  }

  @Test
  void halfALineAtTheEnd_takesNoEventWithIt() throws IOException {
    Files.writeString(file(), line(1) + line(2).substring(0, 30));
    write(3, 5);
    assertThat(Files.readString(file()))
        .isEqualTo(line(1) + line(2).substring(0, 30) + "\n" + line(3) + line(4));
    write(5, 6);
    assertThat(Files.readString(file())).endsWith(line(4) + line(5));
    try (StateDisk disk = new StateDisk()) {
      assertThat(numbers(new Journal(Optional.of(file()), disk))).containsExactly(1, 3, 4, 5);
    }
  }

  @Test
  void zerosAtTheEnd_takeNoEventWithThem() throws IOException {
    Files.writeString(file(), line(1) + "\0".repeat(100));
    write(2, 3);
    try (StateDisk disk = new StateDisk()) {
      assertThat(numbers(new Journal(Optional.of(file()), disk))).containsExactly(1, 2);
    }
  }

  @Test
  void crowdOfEndpoints_pushesNothingElseOut() {
    try (StateDisk disk = new StateDisk()) {
      Journal journal = new Journal(Optional.of(file()), disk);
      add(journal, 1);
      for (int i = 0; i < 3 * RecentEvents.KEPT; i++) {
        journal.add(
            new Event.EndpointChanged(
                AT, List.of(), "192.0.2.21", "check web", Status.DOWN, "no. " + i));
      }
      add(journal, 2);
      flush(disk);
      for (Journal each : List.of(journal, new Journal(Optional.of(file()), disk))) {
        assertThat(each.events()).hasSize(RecentEvents.KEPT + 2);
        assertThat(each.events().getFirst()).isEqualTo(new Event.ConfigurationRefused(AT, "no. 1"));
        assertThat(each.events().get(1))
            .isEqualTo(
                new Event.EndpointChanged(
                    AT, List.of(), "192.0.2.21", "check web", Status.DOWN, "no. 2000"));
        assertThat(each.events().getLast()).isEqualTo(new Event.ConfigurationRefused(AT, "no. 2"));
      }
    }
  }

  @Test
  void linesThatAreNoText_areLeftOut() throws IOException {
    byte[] lines = (line(1) + "XX" + line(2) + line(3)).getBytes(StandardCharsets.UTF_8);
    lines[line(1).length()] = (byte) 0xff;
    Files.write(file(), lines);
    try (StateDisk disk = new StateDisk()) {
      assertThat(numbers(new Journal(Optional.of(file()), disk))).containsExactly(1, 3);
    }
  }

  @Test
  void fileThatIsDeleted_isMadeAgainWithAll() throws IOException {
    try (StateDisk disk = new StateDisk()) {
      Journal journal = new Journal(Optional.of(file()), disk);
      add(journal, 1);
      flush(disk);
      Files.delete(file());
      add(journal, 2);
      flush(disk);
      assertThat(file()).hasContent(line(1) + line(2));
    }
  }
}
