package org.popdns.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.PlaceSettings;
import org.popdns.events.Event;
import org.popdns.events.Journal;
import org.popdns.place.Database;
import org.popdns.place.PlaceDetail;
import org.popdns.place.PlaceLayer;
import org.popdns.place.Places;
import org.popdns.time.Clocks;
import org.popdns.time.Moment;

/**
 * The databases of places, as they were read last. A file that is missing or broken changes nothing
 * of what was read of it before. Used by the threads that take up configurations and databases, one
 * at a time; {@link #states} may be asked by any.
 */
public final class PlaceDatabases {

  private final Journal journal;
  private final Clocks clocks;
  private volatile List<State> states = List.of();
  private Map<Path, Stamp> read = Map.of();
  private PlaceSettings settings = PlaceSettings.NONE;
  private PlaceDetail detail = PlaceDetail.CODES;
  private List<PlaceLayer> operators = List.of();
  private volatile Moment prefixesSince;

  /** What tells one state of a file from another. */
  private record Stamp(long size, long modified, Object key) {}

  /**
   * What is known of one file.
   *
   * @param database as it was read last when it was right; empty if it never was
   * @param since when that was
   * @param failure why the file that stands there now is not served; empty if it is
   */
  public record State(
      Path file, Optional<Database> database, Moment since, Optional<String> failure) {}

  PlaceDatabases(Journal journal, Clocks clocks) {
    this.journal = journal;
    this.clocks = clocks;
    this.prefixesSince = clocks.moment();
  }

  /** The databases that the configuration names, in its order. */
  public List<State> states() {
    return states;
  }

  /** When the operator's prefixes were taken up as they are. */
  public Moment prefixesSince() {
    return prefixesSince;
  }

  /** The files to be watched. */
  public Set<Path> files() {
    return Set.copyOf(states.stream().map(State::file).toList());
  }

  /**
   * Reads what is new or has changed of the databases of a configuration.
   *
   * @param wanted how much of them; where it was another before, they are read again
   */
  synchronized Places read(PlaceSettings next, PlaceDetail wanted) {
    Map<Path, State> known = new LinkedHashMap<>();
    states.forEach(state -> known.put(state.file, state));
    Map<Path, Stamp> stamps = new LinkedHashMap<>();
    List<State> now = new ArrayList<>();
    for (Path file : next.databases()) {
      Stamp stamp = stamp(file);
      State before = known.get(file);
      stamps.put(file, stamp);
      now.add(
          before != null && stamp.equals(read.get(file)) && wanted == detail
              ? before
              : read(file, wanted, Optional.ofNullable(before)));
    }
    detail = wanted;
    read = stamps;
    states = List.copyOf(now);
    if (!next.prefixFile().equals(settings.prefixFile())
        || !next.prefixes().equals(settings.prefixes())) {
      operators = operators(next);
      prefixesSince = clocks.moment();
    }
    settings = next;
    List<PlaceLayer> layers = new ArrayList<>(operators);
    states.forEach(state -> state.database.ifPresent(database -> layers.add(database.layer())));
    return new Places(layers);
  }

  /**
   * What these settings would say, of which nothing is kept: files that are new are read for it.
   */
  synchronized Places peek(PlaceSettings next, PlaceDetail wanted) {
    Map<Path, State> known = new LinkedHashMap<>();
    states.forEach(state -> known.put(state.file, state));
    List<PlaceLayer> layers = new ArrayList<>(operators(next));
    for (Path file : next.databases()) {
      State before = known.get(file);
      if (before != null && stamp(file).equals(read.get(file)) && wanted == detail) {
        before.database.ifPresent(database -> layers.add(database.layer()));
      } else {
        try {
          layers.add(Database.read(file, wanted).layer());
        } catch (IOException e) {
          // It says nothing; what was read of it before goes on.
          if (before != null) {
            before.database.ifPresent(database -> layers.add(database.layer()));
          }
        }
      }
    }
    return new Places(layers);
  }

  /** The same layer for the same prefixes: what was compiled with it stays. */
  private List<PlaceLayer> operators(PlaceSettings next) {
    return next.prefixFile().equals(settings.prefixFile())
            && next.prefixes().equals(settings.prefixes())
        ? operators
        : next.prefixFile().stream()
            .map(file -> PlaceLayer.ofOperator(file.toString(), next.prefixes()))
            .toList();
  }

  private State read(Path file, PlaceDetail wanted, Optional<State> before) {
    Moment now = clocks.moment();
    try {
      Database database = Database.read(file, wanted);
      journal.add(
          new Event.DatabaseServed(now.at(), file.toString(), database.type(), database.built()));
      return new State(file, Optional.of(database), now, Optional.empty());
    } catch (IOException e) {
      String reason = String.valueOf(e.getMessage());
      Optional<Database> last = before.flatMap(State::database);
      if (!before.flatMap(State::failure).equals(Optional.of(reason))) {
        journal.add(new Event.DatabaseRefused(now.at(), file.toString(), reason, last.isPresent()));
      }
      return new State(file, last, before.map(State::since).orElse(now), Optional.of(reason));
    }
  }

  // Drawn before the file is read: what changes meanwhile is read again.
  private static Stamp stamp(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(
          attributes.size(),
          attributes.lastModifiedTime().toMillis(),
          Objects.requireNonNullElse(attributes.fileKey(), ""));
    } catch (IOException e) {
      return new Stamp(-1, 0, "");
    }
  }
}
