package org.popdns.publish;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.popdns.config.diff.Removal;
import org.popdns.config.diff.RemovalLimit;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.OnError;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.ProblemSummary;
import org.popdns.config.read.LoadResult;
import org.popdns.config.read.LoadedFiles;
import org.popdns.publish.ServedConfiguration.Origin;
import org.popdns.state.store.Accepted;
import org.popdns.state.store.ConfigurationStore;
import org.popdns.time.Moment;
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
 * @param number of the stored configuration, where that is served
 */
public record FirstConfiguration(
    ConfigurationSource source,
    Optional<ConfigurationStore> store,
    Accepted accepted,
    Origin origin,
    Optional<String> filesRefused,
    LoadedFiles files,
    Set<Problem> notes,
    OptionalLong number) {

  private static final Logger log = LoggerFactory.getLogger(FirstConfiguration.class);

  /** What to serve first. */
  public Configuration configuration() {
    return accepted.configuration();
  }

  /** What will be served if nothing comes between. */
  public ServedConfiguration taken(Moment now) {
    return new ServedConfiguration(configuration(), origin, number, now);
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
              ToldNotes.of(loaded.problems()),
              OptionalLong.empty());
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
      case ConfigurationStore.Stored.Found(
              long number,
              Accepted stored,
              var storedAt,
              var damaged) -> {
        damaged.ifPresent(
            why -> log.error("a later stored configuration can't be served: {}", why));
        Configuration configuration = stored.configuration();
        Optional<String> elsewhere = ofOtherSite(source, configuration);
        if (elsewhere.isPresent()) {
          yield salvage(source, store, loaded, elsewhere);
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
                ToldNotes.of(loaded.problems()),
                OptionalLong.of(number));
        yield new Choice.Chosen(first, loaded.problems());
      }
    };
  }

  private static Optional<String> ofOtherSite(ConfigurationSource source, Configuration stored) {
    return source
        .overrides()
        .site()
        .filter(site -> !stored.server().site().equals(Optional.of(site)))
        .map(
            site ->
                "the stored configuration is of site "
                    + stored.server().site().orElse("(none)")
                    + ", not of "
                    + site);
  }

  /**
   * What is stored under a number, whatever the files say: they are not read before a reload.
   *
   * @param number one of {@link ConfigurationStore#list}
   */
  public static Choice stored(ConfigurationSource source, ConfigurationStore store, long number) {
    return switch (store.read(number)) {
      case ConfigurationStore.Stored.Nothing() ->
          new Choice.Nothing(
              List.of(),
              Optional.of(
                  "no configuration "
                      + number
                      + " is stored in "
                      + store.place()
                      + "; 'popdns stored' lists them"));
      case ConfigurationStore.Stored.Unusable(String reason) ->
          new Choice.Nothing(List.of(), Optional.of(reason));
      case ConfigurationStore.Stored.Found(var _, Accepted stored, var storedAt, var _) -> {
        Optional<String> elsewhere = ofOtherSite(source, stored.configuration());
        if (elsewhere.isPresent()) {
          yield new Choice.Nothing(List.of(), elsewhere);
        }
        log.warn(
            "serving the configuration that was accepted on {}, number {}, as it was asked for;"
                + " the files are not read before a reload",
            storedAt,
            number);
        yield new Choice.Chosen(
            new FirstConfiguration(
                source,
                Optional.of(store),
                stored,
                Origin.STORED,
                Optional.of("not read: the stored configuration " + number + " was asked for"),
                stored.loaded().files(),
                Set.of(),
                OptionalLong.of(number)),
            List.of());
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
            ToldNotes.of(loaded.problems()),
            OptionalLong.empty());
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
            instanceof
            ConfigurationStore.Stored.Found(var number, var stored, var storedAt, var _))) {
      return Optional.empty();
    }
    Configuration former = stored.configuration();
    // Who gives the node another address or site stands before it; but not even then it serves
    // nothing.
    boolean moved = !FixedSettings.changed(former, files).isEmpty();
    boolean ours =
        source.overrides().site().isEmpty()
            || source.overrides().site().equals(former.server().site());
    Optional<String> objection =
        RemovalLimit.FRESH.objection(
            Removal.between(former, files), former.server().maxRemovedPercent(), 0);
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
            ToldNotes.of(loaded.problems()),
            OptionalLong.of(number));
    return Optional.of(new Choice.Chosen(first, loaded.problems()));
  }
}
