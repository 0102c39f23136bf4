package org.popdns.notify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.popdns.admin.Json;
import org.popdns.notify.alert.Alert;
import org.popdns.notify.alert.AlertJson;
import org.popdns.notify.alert.Message;
import org.popdns.notify.alert.Telling;
import org.popdns.notify.alert.TrackedAlert;
import org.popdns.notify.delivery.Letter;
import org.popdns.state.DiskFailure;
import org.popdns.state.DurableFiles;
import org.popdns.time.Clocks;
import org.popdns.time.Moment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was told and what is to be delivered, on disk: a JSON object, replaced as a whole. Read once
 * at the start, then written by the disk's thread. One that can't be read, or that a newer version
 * wrote, is put aside under another name.
 */
final class NotifyFile {

  private static final Logger log = LoggerFactory.getLogger(NotifyFile.class);

  private static final int VERSION = 1;

  private final Optional<Path> file;

  /** Keeps in a file, or nothing at all. */
  NotifyFile(Optional<Path> file) {
    this.file = file;
  }

  /** What was kept. */
  record Kept(List<TrackedAlert> alerts, List<Mailbox.Waiting> waiting) {

    static final Kept NOTHING = new Kept(List.of(), List.of());
  }

  boolean isThere() {
    return file.isPresent();
  }

  /** What the file holds. */
  Kept read(Clocks clocks) {
    if (file.isEmpty()) {
      return Kept.NOTHING;
    }
    try {
      JsonNode json = Json.MAPPER.readTree(Files.readString(file.get()));
      if (json.path("version").asInt(0) == VERSION) {
        return new Kept(alerts(json, clocks), waiting(json, clocks));
      }
      putAside(file.get(), "it is of another version");
    } catch (NoSuchFileException nothingYet) {
      return Kept.NOTHING;
    } catch (IOException e) {
      putAside(file.get(), DiskFailure.text(e));
    } catch (JacksonException e) {
      putAside(file.get(), String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse(""));
    } catch (DateTimeException e) {
      putAside(file.get(), String.valueOf(e.getMessage()));
    }
    return Kept.NOTHING;
  }

  private static void putAside(Path file, String why) {
    Path aside = file.resolveSibling(file.getFileName() + ".unread");
    log.error("{} can't be read, so what was to be told is lost: {}", file, why);
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      log.warn("{} can't be put aside: {}", file, DiskFailure.text(e));
    }
  }

  private static List<TrackedAlert> alerts(JsonNode json, Clocks clocks) {
    List<TrackedAlert> alerts = new ArrayList<>();
    for (JsonNode entry : json.path("alerts")) {
      AlertJson.read(entry)
          .ifPresent(
              alert -> {
                TrackedAlert tracked = new TrackedAlert(alert);
                entry
                    .path("told")
                    .properties()
                    .forEach(
                        by ->
                            telling(by.getValue(), clocks)
                                .ifPresent(
                                    telling -> tracked.tellings().put(by.getKey(), telling)));
                alerts.add(tracked);
              });
    }
    return alerts;
  }

  private static Optional<Telling> telling(JsonNode json, Clocks clocks) {
    String word = json.path("news").asString("");
    return Arrays.stream(Telling.News.values())
        .filter(news -> news.name().equals(word))
        .findFirst()
        .map(
            news ->
                Telling.restored(
                    news,
                    time(json, "newsSince", clocks).orElseGet(clocks::moment),
                    time(json, "firstTold", clocks),
                    time(json, "lastTold", clocks),
                    json.path("escalated").asBoolean(false)));
  }

  private static Optional<Moment> time(JsonNode json, String field, Clocks clocks) {
    return json.path(field).stringValueOpt().map(Instant::parse).map(clocks::moment);
  }

  private static List<Mailbox.Waiting> waiting(JsonNode json, Clocks clocks) {
    List<Mailbox.Waiting> waiting = new ArrayList<>();
    for (JsonNode entry : json.path("waiting")) {
      Optional<Message.Cause> cause =
          Arrays.stream(Message.Cause.values())
              .filter(known -> known.label().equals(entry.path("cause").asString("")))
              .findFirst();
      if (cause.isPresent()) {
        Message message =
            new Message(
                entry.path("receiver").asString(""),
                cause.get(),
                entry.path("route").asString(""),
                Instant.parse(entry.path("at").asString("")),
                list(entry.path("firing")),
                list(entry.path("ended")));
        waiting.add(
            new Mailbox.Waiting(
                new Letter(entry.path("id").asString(""), message),
                time(entry, "since", clocks).orElseGet(clocks::moment)));
      }
    }
    return waiting;
  }

  private static List<Alert> list(JsonNode json) {
    return json.valueStream().map(AlertJson::read).flatMap(Optional::stream).toList();
  }

  /** The file's text. */
  static String text(Collection<TrackedAlert> alerts, Collection<Mailbox.Waiting> waiting) {
    ObjectNode json = Json.MAPPER.createObjectNode().put("version", VERSION);
    ArrayNode list = json.putArray("alerts");
    for (TrackedAlert alert : alerts) {
      ObjectNode entry = AlertJson.of(alert.alert());
      ObjectNode told = entry.putObject("told");
      alert.tellings().forEach((route, telling) -> put(told.putObject(route), telling));
      list.add(entry);
    }
    ArrayNode letters = json.putArray("waiting");
    for (Mailbox.Waiting each : waiting) {
      Message message = each.letter().message();
      ObjectNode entry = letters.addObject();
      entry.put("id", each.letter().id()).put("since", each.since().at().toString());
      entry.put("receiver", message.receiver()).put("cause", message.cause().label());
      entry.put("route", message.route()).put("at", message.at().toString());
      ArrayNode firing = entry.putArray("firing");
      message.firing().forEach(alert -> firing.add(AlertJson.of(alert)));
      ArrayNode ended = entry.putArray("ended");
      message.ended().forEach(alert -> ended.add(AlertJson.of(alert)));
    }
    return json + "\n";
  }

  private static void put(ObjectNode json, Telling telling) {
    json.put("news", telling.news().name()).put("newsSince", telling.newsSince().at().toString());
    telling.firstTold().ifPresent(at -> json.put("firstTold", at.at().toString()));
    telling.lastTold().ifPresent(at -> json.put("lastTold", at.at().toString()));
    json.put("escalated", telling.isEscalated());
  }

  /** Has the file be this text; empty if that worked, else why not. */
  Optional<String> write(String text) {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    Path target = file.get().toAbsolutePath();
    try {
      DurableFiles.SYSTEM.makeFolder(target.resolveSibling(""));
      DurableFiles.SYSTEM.replace(target, text);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(file.get() + " can't be written: " + DiskFailure.text(e));
    }
  }
}
