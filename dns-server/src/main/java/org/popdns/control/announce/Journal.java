package org.popdns.control.announce;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What changed and why: the last thousand changes, one JSON object per line, kept over restarts.
 * Any thread.
 */
final class Journal {

  static final int KEPT = 1000;
  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  private final Optional<Path> file;
  private final Deque<JsonNode> changes = new ArrayDeque<>();
  private int linesInFile;
  private boolean failed;

  /** The journal in a file, or in memory alone. What the file holds is read at once. */
  Journal(Optional<Path> file) {
    this.file = file;
    file.ifPresent(this::readFile);
  }

  private void readFile(Path path) {
    try {
      for (String line : Files.readAllLines(path)) {
        linesInFile++;
        try {
          remember(Json.MAPPER.readTree(line));
        } catch (JacksonException cutOff) {
          log.debug("a line of {} is no JSON", path);
        }
      }
    } catch (NoSuchFileException nothingYet) {
      log.debug("{} is new", path);
    } catch (IOException e) {
      log.warn("{} can't be read: {}", path, e.toString());
    }
  }

  private void remember(JsonNode change) {
    changes.addLast(change);
    if (changes.size() > KEPT) {
      changes.removeFirst();
    }
  }

  /** Adds a change. */
  synchronized void add(ObjectNode change) {
    remember(change);
    file.ifPresent(path -> append(path, change));
  }

  private void append(Path path, JsonNode change) {
    try {
      Files.createDirectories(path.toAbsolutePath().resolveSibling("."));
      if (linesInFile >= 2 * KEPT) {
        Path temporary = path.resolveSibling(path.getFileName() + ".new");
        Files.writeString(temporary, lines(changes));
        Files.move(
            temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        linesInFile = changes.size();
      } else {
        Files.writeString(
            path,
            change + "\n",
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
        linesInFile++;
      }
      failed = false;
    } catch (IOException e) {
      if (!failed) {
        log.warn("{} can't be written, so changes are lost at a restart: {}", path, e.toString());
      }
      failed = true;
    }
  }

  private static String lines(Iterable<JsonNode> changes) {
    StringBuilder text = new StringBuilder();
    changes.forEach(change -> text.append(change).append('\n'));
    return text.toString();
  }

  /** The changes, the oldest first. */
  synchronized List<JsonNode> changes() {
    return new ArrayList<>(changes);
  }
}
