package org.popdns.orders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.popdns.admin.Json;
import org.popdns.fitness.DrainOrder.IfLast;
import org.popdns.state.DiskFailure;
import org.popdns.state.DurableFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The operator's drains on disk, so that a restart does not undo them. Read once at the start, then
 * written by the disk's thread. Where nothing can be kept, they last until the server ends.
 */
public final class DrainFile {

  private static final Logger log = LoggerFactory.getLogger(DrainFile.class);

  private final Optional<Path> file;

  public DrainFile(Optional<Path> file) {
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
        drains.put(
            name,
            new Drain(
                name,
                entry.path("reason").asString(""),
                entry.path("by").asString("unknown"),
                since,
                until,
                entry.path("evenIfLast").asBoolean(false) ? IfLast.GO : IfLast.STAY));
      }
    } catch (NoSuchFileException nothingDrained) {
      return drains;
    } catch (IOException | JacksonException | DateTimeException e) {
      log.error("{} can't be read, so nothing is drained: {}", file.get(), e.getMessage());
    }
    return drains;
  }

  /** Keeps these drains; empty if that worked, else why not. */
  Optional<String> write(Collection<Drain> drains) {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    var list = Json.MAPPER.createArrayNode();
    for (Drain drain : drains) {
      ObjectNode entry = list.addObject();
      entry.put("announcement", drain.announcement());
      entry.put("reason", drain.reason()).put("by", drain.by());
      entry.put("since", drain.since().toString());
      drain.until().ifPresent(until -> entry.put("until", until.toString()));
      entry.put("evenIfLast", drain.ifLast() == IfLast.GO);
    }
    try {
      Path target = file.get().toAbsolutePath();
      DurableFiles.SYSTEM.makeFolder(target.resolveSibling(""));
      DurableFiles.SYSTEM.replace(target, list.toPrettyString() + "\n");
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(file.get() + " can't be written: " + DiskFailure.text(e));
    }
  }
}
