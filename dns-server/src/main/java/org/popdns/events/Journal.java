package org.popdns.events;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.popdns.admin.Json;
import org.popdns.state.DiskFailure;
import org.popdns.state.DurableFiles;
import org.popdns.state.StateDisk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What changed and why: the last thousand changes, one JSON object per line, kept over restarts in
 * a file of twice as many lines at most. Any thread; the disk's thread writes. What can't be
 * written is still in memory, and {@link #failure} says so. A loss of power may take the last
 * lines; a file that could not be read is added to, never replaced.
 */
public final class Journal {

  static final int KEPT = 1000;
  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  private final Optional<Path> file;
  private final Deque<JsonNode> changes = new ArrayDeque<>();
  private final StateDisk disk;

  // The disk's thread alone, once the file is read.
  private final Deque<JsonNode> written = new ArrayDeque<>();
  private int linesInFile;
  private boolean wasRead = true;
  private volatile Optional<String> failure = Optional.empty();

  /** The journal in a file, or in memory alone. What the file holds is read at once. */
  public Journal(Optional<Path> file, StateDisk disk) {
    this.file = file;
    this.disk = disk;
    file.ifPresent(this::readFile);
  }

  private void readFile(Path path) {
    try {
      // Whatever bytes a failing disk gave: what is no text is in some lines only.
      String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        linesInFile++;
        try {
          JsonNode change = Json.MAPPER.readTree(line);
          if (change.isObject()) {
            remember(changes, change);
            remember(written, change);
          }
        } catch (JacksonException cutOff) {
          log.debug("a line of {} is no JSON", path);
        }
      }
    } catch (NoSuchFileException nothingYet) {
      log.debug("{} is new", path);
    } catch (IOException e) {
      wasRead = false;
      log.warn("{} can't be read: {}", path, DiskFailure.text(e));
    }
  }

  private static void remember(Deque<JsonNode> deque, JsonNode change) {
    deque.addLast(change);
    if (deque.size() > KEPT) {
      deque.removeFirst();
    }
  }

  /** Adds a change. */
  public synchronized void add(ObjectNode change) {
    remember(changes, change);
    file.ifPresent(
        path -> {
          if (!disk.later(() -> append(path, change))) {
            failed(path, "the disk is too slow");
          }
        });
  }

  /** Why changes would be lost at a restart; empty if they would not. */
  public Optional<String> failure() {
    return failure;
  }

  /** On the disk's thread. What it fails to write now it writes with the next change. */
  private void append(Path path, JsonNode change) {
    remember(written, change);
    try {
      boolean isToBeRenewed = linesInFile >= 2 * KEPT || failure.isPresent();
      if (!Files.exists(path) || (wasRead && isToBeRenewed)) {
        DurableFiles.SYSTEM.makeFolder(path.toAbsolutePath().resolveSibling(""));
        DurableFiles.SYSTEM.replace(path, lines(written));
        linesInFile = written.size();
        wasRead = true;
      } else {
        // What failed may have left the beginning of a line.
        String line = (failure.isPresent() ? "\n" : "") + change + "\n";
        Files.writeString(path, line, StandardOpenOption.APPEND);
        linesInFile++;
      }
      failure.ifPresent(was -> log.info("{} is written again", path));
      failure = Optional.empty();
    } catch (IOException e) {
      failed(path, DiskFailure.text(e));
    }
  }

  private void failed(Path path, String why) {
    if (failure.isEmpty()) {
      log.error("{} can't be written, so changes are lost at a restart: {}", path, why);
    }
    failure = Optional.of(path + " can't be written: " + why);
  }

  private static String lines(Iterable<JsonNode> changes) {
    StringBuilder text = new StringBuilder();
    changes.forEach(change -> text.append(change).append('\n'));
    return text.toString();
  }

  /** The changes, the oldest first. */
  public synchronized List<JsonNode> changes() {
    return new ArrayList<>(changes);
  }
}
