package org.popdns.control.announce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The operator's drains on disk, so that a restart does not undo them. Used under the lock of
 * {@link Announcements}. Where nothing can be kept, they last until the server ends.
 */
final class DrainFile {

  private static final Logger log = LoggerFactory.getLogger(DrainFile.class);

  private final Optional<Path> file;

  DrainFile(Optional<Path> file) {
    this.file = file;
  }

  /** The drains by the names of their announcements; those that can't be read are left out. */
  Map<String, Drain> read() {
    Map<String, Drain> drains = new LinkedHashMap<>();
    if (file.isEmpty()) {
      return drains;
    }
    try {
      String text = Files.readString(file.get());
      for (JsonNode entry : Json.MAPPER.readTree(text)) {
        String name = entry.path("announcement").asString("");
        Instant since = Instant.parse(entry.path("since").asString(""));
        Optional<Instant> until =
            entry.has("until")
                ? Optional.of(Instant.parse(entry.path("until").asString("")))
                : Optional.empty();
        drains.put(name, new Drain(name, entry.path("reason").asString(""), since, until));
      }
    } catch (NoSuchFileException nothingDrained) {
      return drains;
    } catch (IOException | JacksonException | DateTimeException e) {
      log.error("{} can't be read, so nothing is drained: {}", file.get(), e.getMessage());
    }
    return drains;
  }

  /** Keeps these drains; empty if that worked, else why not. */
  Optional<String> write(Map<String, Drain> drains) {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    var list = JsonNodeFactory.instance.arrayNode();
    for (Drain drain : drains.values()) {
      ObjectNode entry = list.addObject();
      entry.put("announcement", drain.announcement());
      entry.put("reason", drain.reason());
      entry.put("since", drain.since().toString());
      drain.until().ifPresent(until -> entry.put("until", until.toString()));
    }
    try {
      Path target = file.get().toAbsolutePath();
      Files.createDirectories(target.resolveSibling("."));
      Path temporary = target.resolveSibling(target.getFileName() + ".new");
      Files.writeString(temporary, list.toPrettyString() + "\n");
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return Optional.empty();
    } catch (IOException e) {
      log.warn("{} can't be written: {}", file.get(), e.toString());
      return Optional.of(file.get() + " can't be written: " + e);
    }
  }
}
