package org.popdns.publish;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.OnError;
import org.popdns.publish.ServedConfiguration.Origin;
import org.popdns.region.RegionTables;
import org.popdns.state.store.Accepted;
import org.popdns.state.store.ConfigurationStore;
import org.popdns.state.store.ConfigurationStore.Stored.Found;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the first configuration up: what was chosen, or what can be served in its place if zones
 * turn out to be too large. Used once, by the thread that starts the server.
 */
final class FirstServing {

  private static final Logger log = LoggerFactory.getLogger(FirstServing.class);

  private final FirstConfiguration first;
  private final TakeUp takeUp;
  private final AcceptedStore store;
  private Optional<String> filesRefused;

  FirstServing(FirstConfiguration first, TakeUp takeUp, AcceptedStore store) {
    this.first = first;
    this.takeUp = takeUp;
    this.store = store;
    this.filesRefused = first.filesRefused();
  }

  /**
   * Serves it; returns when every endpoint has had its first result.
   *
   * @return why the files are not served, in one line; empty if they are
   * @throws IOException with one line for the operator if nothing can be served
   */
  Optional<String> serve() throws IOException, InterruptedException {
    try {
      takeUp.serve(first.configuration(), first.origin(), first.number(), RegionTables.NONE);
    } catch (ZonesTooLargeException e) {
      serveWithout(e);
    }
    return filesRefused;
  }

  /** As if the files of the zones that are too large were wrong. */
  private void serveWithout(ZonesTooLargeException tooLarge)
      throws IOException, InterruptedException {
    Configuration chosen = first.configuration();
    Optional<Found> stored =
        first.origin() == Origin.FILES
                && store.place().map(ConfigurationStore::read).orElse(null) instanceof Found found
                && FixedSettings.changed(chosen, found.accepted().configuration()).isEmpty()
            ? Optional.of(found)
            : Optional.empty();
    boolean keeps = chosen.server().onError() == OnError.KEEP;
    if (stored.isPresent() && !keeps && serveStored(stored.get(), tooLarge)) {
      return;
    }
    Accepted accepted = store.accepted();
    Configuration left = BrokenZones.without(tooLarge.zones(), chosen);
    Accepted next = Accepted.of(left, accepted.loaded());
    if (stored.isPresent() && keeps) {
      left = BrokenZones.withLastGood(left, stored.get().accepted().configuration());
      next = Accepted.of(left, accepted.loaded(), stored.get().accepted());
    }
    if (left.zones().isEmpty()) {
      throw new IOException(tooLarge.getMessage(), tooLarge);
    }
    try {
      takeUp.serve(left, first.origin(), first.number(), RegionTables.NONE);
    } catch (ZonesTooLargeException again) {
      throw new IOException(again.getMessage(), again);
    }
    BrokenZones.log(left, log);
    store.accept(next);
  }

  private boolean serveStored(Found stored, ZonesTooLargeException reason)
      throws IOException, InterruptedException {
    Accepted accepted = stored.accepted();
    try {
      takeUp.serve(
          accepted.configuration(),
          Origin.STORED,
          OptionalLong.of(stored.number()),
          RegionTables.NONE);
    } catch (ZonesTooLargeException e) {
      return false; // It is no better than the files.
    }
    log.error(
        "the configuration files can't be served, so the one that was accepted last is: {}",
        reason.getMessage());
    filesRefused = Optional.of(String.valueOf(reason.getMessage()));
    store.accept(accepted);
    return true;
  }
}
