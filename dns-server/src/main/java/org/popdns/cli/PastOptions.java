package org.popdns.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.popdns.events.Event;
import org.popdns.events.Journal;
import org.popdns.state.DiskFailure;
import org.popdns.state.store.ConfigurationStore;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of what can be told of the past as well as of now. */
final class PastOptions {

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = {
        "With the health of a time in the past, by the journal: 2026-03-01T14:05:00Z, 14:05 for",
        "the last such time in this host's zone, or 10m for so long ago."
      })
  private Optional<String> at = Optional.empty();

  @Mixin private StateOption state;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  PastOptions() {}

  /**
   * The time that is meant; empty for now.
   *
   * @throws IllegalArgumentException with a line for the operator if it is none
   */
  Optional<Instant> at() {
    return at.map(text -> TimeText.parse(text, Clock.system(ZoneId.systemDefault())));
  }

  /** Why the options make no sense, in one line; empty if they may. */
  Optional<String> complaint(Optional<Path> config) {
    try {
      at();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    return state.isGiven() && (config.isEmpty() || at.isEmpty())
        ? Optional.of("--state goes with --config and --at: a running server has its journal")
        : Optional.empty();
  }

  /** The journal of the node that serves a main file; empty if nothing of the past is asked. */
  List<Event> journal(Path config) throws CommandFailedException {
    if (at.isEmpty()) {
      return List.of();
    }
    Path file = new ConfigurationStore(state.folder(), config).beside("history");
    try {
      return Journal.read(file);
    } catch (IOException e) {
      throw new CommandFailedException(
          "the journal " + file + " can't be read: " + DiskFailure.text(e));
    }
  }
}
