package org.popdns.control;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.diff.RemovalLimit;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.OnError;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.ProblemSummary;
import org.popdns.config.read.LoadResult;
import org.popdns.control.ServedConfiguration.Origin;
import org.popdns.control.store.Accepted;
import org.popdns.control.store.ConfigurationStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server starts with: the files if they are right, else what was accepted last, so that a
 * bad push and a reboot together don't take a site down.
 *
 * @param source where reloads read
 * @param store where accepted configurations are kept; empty to keep none
 * @param accepted what to serve first, and what it was read from
 * @param origin where it came from
 * @param filesRefused why the files are not served, in one line; empty if they are
 * @param files the files that were read or could not be
 */
public record FirstConfiguration(
    ConfigurationSource source,
    Optional<ConfigurationStore> store,
    Accepted accepted,
    Origin origin,
    Optional<String> filesRefused,
    Set<Path> files) {

  private static final Logger log = LoggerFactory.getLogger(FirstConfiguration.class);

  /** What to serve first. */
  public Configuration configuration() {
    return accepted.configuration();
  }

  /** What the choice came to. */
  public sealed interface Choice {

    /** The problems of the files, to be shown. */
    List<Problem> problems();

    /** There is something to serve. */
    record Chosen(FirstConfiguration first, List<Problem> problems) implements Choice {}

    /**
     * There is nothing to serve.
     *
     * @param reason why what is stored doesn't help, in one line; empty if nothing is stored
     */
    record Nothing(List<Problem> problems, Optional<String> reason) implements Choice {}
  }

  /** Reads the files, and the store where they are broken or hold no zone unasked. */
  public static Choice choose(
      ConfigurationSource source, Optional<ConfigurationStore> store, Removals removals) {
    LoadResult loaded = source.load();
    if (loaded.configuration().isPresent()) {
      Optional<Choice> emptied =
          removals == Removals.LIMITED && loaded.configuration().get().zones().isEmpty()
              ? store.flatMap(place -> emptied(source, place, loaded))
              : Optional.empty();
      if (emptied.isPresent()) {
        return emptied.get();
      }
      FirstConfiguration first =
          new FirstConfiguration(
              source,
              store,
              Accepted.of(loaded.configuration().get(), loaded),
              Origin.FILES,
              Optional.empty(),
              loaded.files());
      return new Choice.Chosen(first, loaded.problems());
    }
    ConfigurationStore.Stored look =
        store
            .<ConfigurationStore.Stored>map(ConfigurationStore::read)
            .orElseGet(ConfigurationStore.Stored.Nothing::new);
    return switch (look) {
      case ConfigurationStore.Stored.Nothing() -> salvage(source, store, loaded, Optional.empty());
      case ConfigurationStore.Stored.Unusable(String reason) ->
          salvage(source, store, loaded, Optional.of(reason));
      case ConfigurationStore.Stored.Found(Accepted stored, var storedAt, var damaged) -> {
        damaged.ifPresent(
            why -> log.error("a later stored configuration can't be served: {}", why));
        Configuration configuration = stored.configuration();
        Optional<String> asked =
            source
                .overrides()
                .site()
                .filter(site -> !configuration.server().site().equals(Optional.of(site)));
        if (asked.isPresent()) {
          yield salvage(
              source,
              store,
              loaded,
              Optional.of(
                  "the stored configuration is of site "
                      + configuration.server().site().orElse("(none)")
                      + ", not of "
                      + asked.get()));
        }
        Optional<Configuration> kept =
            loaded
                .salvage()
                .filter(salvage -> salvage.server().onError() == OnError.KEEP)
                .map(salvage -> BrokenZones.withLastGood(salvage, configuration));
        if (kept.isPresent()) {
          yield partly(source, store, loaded, Accepted.of(kept.get(), loaded, stored));
        }
        log.error(
            "the configuration files are broken: serving the configuration that was accepted on {}",
            storedAt);
        FirstConfiguration first =
            new FirstConfiguration(
                source,
                store,
                stored,
                Origin.STORED,
                Optional.of(ProblemSummary.of(loaded.problems())),
                loaded.files());
        yield new Choice.Chosen(first, loaded.problems());
      }
    };
  }

  /** Nothing stored helps: what the files hold all the same, if the errors are in zones alone. */
  private static Choice salvage(
      ConfigurationSource source,
      Optional<ConfigurationStore> store,
      LoadResult loaded,
      Optional<String> reason) {
    if (loaded.salvage().filter(left -> !left.zones().isEmpty()).isEmpty()) {
      return new Choice.Nothing(loaded.problems(), reason);
    }
    reason.ifPresent(why -> log.error("no stored configuration can be served: {}", why));
    return partly(source, store, loaded, Accepted.of(loaded.salvage().get(), loaded));
  }

  private static Choice partly(
      ConfigurationSource source,
      Optional<ConfigurationStore> store,
      LoadResult loaded,
      Accepted left) {
    BrokenZones.log(left.configuration().broken(), log);
    FirstConfiguration first =
        new FirstConfiguration(source, store, left, Origin.FILES, Optional.empty(), loaded.files());
    return new Choice.Chosen(first, loaded.problems());
  }

  /** What is stored if it has zones, where the files have none; empty if it doesn't help. */
  private static Optional<Choice> emptied(
      ConfigurationSource source, ConfigurationStore store, LoadResult loaded) {
    if (!(store.read() instanceof ConfigurationStore.Stored.Found(var stored, var storedAt))) {
      return Optional.empty();
    }
    Optional<String> asked = source.overrides().site();
    boolean ours = asked.isEmpty() || asked.equals(stored.server().site());
    if (stored.zones().isEmpty() || !ours) {
      return Optional.empty();
    }
    String refusal =
        "the files hold no zone, and the configuration that was accepted last has "
            + stored.zones().size()
            + RemovalLimit.HOW_TO_ALLOW;
    log.error("{}; serving the configuration that was accepted on {}", refusal, storedAt);
    FirstConfiguration first =
        new FirstConfiguration(
            source,
            Optional.of(store),
            stored,
            Origin.STORED,
            Optional.of(refusal),
            loaded.files());
    return Optional.of(new Choice.Chosen(first, loaded.problems()));
  }
}
