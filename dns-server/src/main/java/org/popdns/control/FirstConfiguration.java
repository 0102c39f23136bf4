package org.popdns.control;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.diff.Removal;
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
 * @param notes what is to be known of them, and was told
 */
public record FirstConfiguration(
    ConfigurationSource source,
    Optional<ConfigurationStore> store,
    Accepted accepted,
    Origin origin,
    Optional<String> filesRefused,
    Set<Path> files,
    Set<Problem> notes) {

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

  /** Reads the files, and the store where they are broken or remove too much. */
  public static Choice choose(
      ConfigurationSource source, Optional<ConfigurationStore> store, Removals removals) {
    LoadResult loaded = source.load();
    if (loaded.configuration().isPresent()) {
      Configuration files = loaded.configuration().get();
      Optional<Choice> instead =
          removals == Removals.LIMITED
              ? store.flatMap(place -> instead(source, place, loaded, files))
              : Optional.empty();
      if (instead.isPresent()) {
        return instead.get();
      }
      FirstConfiguration first =
          new FirstConfiguration(
              source,
              store,
              Accepted.of(files, loaded),
              Origin.FILES,
              Optional.empty(),
              loaded.files(),
              ToldNotes.of(loaded.problems()));
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
                loaded.files(),
                ToldNotes.of(loaded.problems()));
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
    BrokenZones.log(left.configuration(), log);
    FirstConfiguration first =
        new FirstConfiguration(
            source,
            store,
            left,
            Origin.FILES,
            Optional.empty(),
            loaded.files(),
            ToldNotes.of(loaded.problems()));
    return new Choice.Chosen(first, loaded.problems());
  }

  /**
   * What is stored, where the files remove more of it than a reload may; empty if they don't, or if
   * it doesn't help.
   */
  private static Optional<Choice> instead(
      ConfigurationSource source,
      ConfigurationStore store,
      LoadResult loaded,
      Configuration files) {
    // Most starts find as much as there was: then what is stored need not be read.
    if (!store.hasMoreThan(files)
        || !(store.read()
            instanceof ConfigurationStore.Stored.Found(var stored, var storedAt, var _))) {
      return Optional.empty();
    }
    Configuration former = stored.configuration();
    // Who gives the node another address or site stands before it; but not even then it serves
    // nothing.
    boolean moved = !Reloader.changedForGood(former, files).isEmpty();
    boolean ours =
        source.overrides().site().isEmpty()
            || source.overrides().site().equals(former.server().site());
    Optional<String> objection =
        RemovalLimit.FRESH.objection(
            Removal.between(former, files), former.server().maxRemovedPercent(), Instant.EPOCH);
    if (objection.isEmpty() || !ours || (moved && !files.zones().isEmpty())) {
      return Optional.empty();
    }
    String refusal = objection.get() + RemovalLimit.HOW_TO_ALLOW;
    log.error(
        "the files are not served: of the configuration that was accepted on {}, which is served,"
            + " they {}",
        storedAt,
        refusal);
    FirstConfiguration first =
        new FirstConfiguration(
            source,
            Optional.of(store),
            stored,
            Origin.STORED,
            Optional.of(refusal),
            loaded.files(),
            ToldNotes.of(loaded.problems()));
    return Optional.of(new Choice.Chosen(first, loaded.problems()));
  }
}
