package org.popdns.publish;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.state.DiskFailure;
import org.popdns.state.store.Accepted;
import org.popdns.state.store.ConfigurationStore;
import org.popdns.time.Clocks;
import org.popdns.time.Moment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what was taken up, where there is a store, and remembers what became of that. Written by
 * the thread that takes a configuration up; anyone may read it.
 */
public final class AcceptedStore {

  private static final Logger log = LoggerFactory.getLogger(AcceptedStore.class);

  private final ConfigurationSource source;
  private final Optional<ConfigurationStore> store;
  private final Clocks clocks;
  private Accepted accepted;
  private volatile Optional<String> failure = Optional.empty();
  private volatile List<StoredConfiguration> entries = List.of();

  AcceptedStore(FirstConfiguration first, Clocks clocks) {
    this.source = first.source();
    this.store = first.store();
    this.accepted = first.accepted();
    this.clocks = clocks;
  }

  /** Where accepted configurations are stored; empty if they are not. */
  Optional<ConfigurationStore> place() {
    return store;
  }

  /** What is served, and what it was read from. */
  Accepted accepted() {
    return accepted;
  }

  /** Something else is served. */
  void accept(Accepted next) {
    accepted = next;
  }

  /** Stores what is served. What keeps it from that is told, and is no reason not to serve. */
  void keep() {
    if (store.isEmpty()) {
      return;
    }
    try {
      source.store(store.get(), accepted, clocks.now());
      failure = Optional.empty();
      entries = list(store.get());
    } catch (IOException e) {
      String why = DiskFailure.text(e);
      failure = Optional.of(why);
      log.warn(
          "the accepted configuration can't be stored in {}, so a start with broken files"
              + " would fail: {}",
          store.get().place(),
          why);
    }
  }

  /** Lets go of what was read: it is not taken up, or was stored before. */
  void release() {
    store.ifPresent(ConfigurationStore::release);
  }

  /** Looks at what is stored. */
  void look() {
    try {
      entries = store.isPresent() ? list(store.get()) : List.of();
    } catch (IOException e) {
      log.warn("what is stored can't be listed: {}", DiskFailure.text(e));
    }
  }

  /** What is known already keeps the moment that it had, however the wall clock was set since. */
  private List<StoredConfiguration> list(ConfigurationStore place) throws IOException {
    Map<Long, Moment> known = new HashMap<>();
    entries.forEach(stored -> known.put(stored.entry().number(), stored.at()));
    return place.list(accepted.configuration().server().maxRemovedPercent()).stream()
        .map(
            entry ->
                new StoredConfiguration(
                    entry,
                    Optional.ofNullable(known.get(entry.number()))
                        .filter(moment -> moment.at().equals(entry.storedAt()))
                        .orElseGet(() -> clocks.moment(entry.storedAt()))))
        .toList();
  }

  /** Why what is served is not stored, in one line; empty if it is, or nothing is to be. */
  public Optional<String> failure() {
    return failure;
  }

  /** What is stored, the latest first. */
  public List<StoredConfiguration> entries() {
    return entries;
  }
}
