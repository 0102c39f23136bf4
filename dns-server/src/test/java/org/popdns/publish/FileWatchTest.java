package org.popdns.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileWatchTest {

  @TempDir private Path folder;

  /** Made by JUnit, which fills the field. */
  @SuppressWarnings("NullAway.Init")
  FileWatchTest() {}

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void readerThatFailsByAnError_isAskedAgainAtTheNextChange() {
    Path file = folder.resolve("places.mmdb");
    write(file, "1");
    List<String> read = new CopyOnWriteArrayList<>();
    Runnable reading =
        () -> {
          read.add(text(file));
          if (read.size() == 1) {
            throw new StackOverflowError("on purpose");
          }
        };
    FileWatch watch = new FileWatch("popdns-places", () -> List.of(file), reading);
    try {
      write(file, "22");
      await().atMost(Duration.ofSeconds(30)).until(() -> read.size() == 1);
      write(file, "333");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(read).containsExactly("22", "333"));
    } finally {
      watch.close();
    }
  }

  @Test
  void fileThatChangesWhileAllAreRead_isReadAgain() {
    Path file = folder.resolve("example.com.zone");
    write(file, "1");
    List<String> read = new CopyOnWriteArrayList<>();
    Runnable reading =
        () -> {
          read.add(text(file));
          if (read.size() == 1) {
            write(file, "333"); // Somebody else does, when the reader is past it.
          }
        };
    FileWatch watch = new FileWatch("popdns-files", () -> List.of(file), reading);
    try {
      write(file, "22");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(read).containsExactly("22", "333"));
    } finally {
      watch.close();
    }
  }
}
