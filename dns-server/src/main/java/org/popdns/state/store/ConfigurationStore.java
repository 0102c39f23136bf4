package org.popdns.state.store;

import static org.popdns.state.store.StoreFolder.CONFIG;
import static org.popdns.state.store.StoreFolder.PACK;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Configuration;
import org.popdns.config.problem.ProblemSummary;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.config.read.LoadResult;
import org.popdns.config.source.ContentHash;
import org.popdns.config.source.FileSource;
import org.popdns.state.DurableFiles;

/**
 * The last accepted configurations of one main file, on disk: the bytes of the files that were
 * read, and the environment. They are read again by the readers of files. Written by the thread
 * that takes a configuration up, read by the one that starts the server. A file is there whole or
 * not at all, and what is damaged is never used.
 *
 * <pre>
 *   FOLDER/accepted_etc_popdns_popdns.yaml/
 *     12.config   a {@link Manifest}: which list of files, what is not as it is there, and the packs
 *     9.pack      a {@link Pack}: contents that were new then, lists of files among them
 * </pre>
 *
 * <p>So a reload of one zone among many writes that zone and what tells the files from the list
 * that was stored last. When too many are others, another list is stored. Packs are merged as their
 * number grows, the smaller ones first, so there are few, and each content is copied a few times in
 * its life. A pack goes when no configuration that is kept needs it.
 */
public final class ConfigurationStore {

  private final Path folder;
  private final String suffix;
  private final StoreFolder place;
  private final MarkedFiles files = new MarkedFiles();
  private Optional<LastList> lastList = Optional.empty();

  /**
   * The store of a main file's configurations.
   *
   * @param folder the state folder; made when something is stored
   * @param configurationFile the main file; each has a place of its own
   */
  public ConfigurationStore(Path folder, Path configurationFile) {
    this(folder, configurationFile, new DurableFiles.Disk() {});
  }

  /** The same on a disk that may fail as a test wants it to. */
  ConfigurationStore(Path folder, Path configurationFile, DurableFiles.Disk disk) {
    String name = configurationFile.toAbsolutePath().normalize().toString();
    this.folder = folder;
    this.suffix = name.replace('_', '-').replace('/', '_');
    this.place = new StoreFolder(beside("accepted"), disk);
  }

  /** What a look into the store gives. */
  public sealed interface Stored {
    /**
     * A configuration and when it was stored.
     *
     * @param number of the configuration
     * @param passedOver why a later one is not this one, in one line; empty if there is none
     */
    record Found(long number, Accepted accepted, Instant storedAt, Optional<String> passedOver)
        implements Stored {}

    /** Nothing was ever stored. */
    record Nothing() implements Stored {}

    /** What is stored can't be served, and why. */
    record Unusable(String reason) implements Stored {}
  }

  /**
   * A stored configuration.
   *
   * @param number the later, the higher
   * @param smaller true if it has so much less than another that it replaces only such as it
   */
  public record Entry(long number, Instant storedAt, int zones, long recordSets, boolean smaller) {}

  /** A file of the same main file for something else that is kept. */
  public Path beside(String what) {
    return folder.resolve(what + suffix);
  }

  /** The state folder. */
  public Path folder() {
    return folder;
  }

  /**
   * How files were read.
   *
   * @param loader reads files of the disk, with the environment of that time
   * @param overrides what the command line said
   */
  public record Reading(ConfigurationLoader loader, Overrides overrides) {}

  /**
   * How the configuration of a number was read.
   *
   * @throws IOException if it isn't there or can't be read
   */
  public Reading reading(long number) throws IOException {
    Manifest manifest = Manifest.read(place.file(number, CONFIG));
    return new Reading(
        new ConfigurationLoader(manifest.environment(), manifest::hostName), manifest.overrides());
  }

  /** The folder that is written and read. */
  public Path place() {
    return place.place();
  }

  /** Where files must be read, so that what was read can be stored. */
  public FileSource files() {
    return files;
  }

  /**
   * Stores a configuration. One without zones, or equal to the last, is not stored.
   *
   * @param mainFile as the operator named it
   * @throws IOException if it can't be written; what was stored is then still there
   */
  public void write(
      Accepted accepted,
      Path mainFile,
      ConfigurationLoader loader,
      Overrides overrides,
      Instant now)
      throws IOException {
    if (accepted.configuration().zones().isEmpty()) {
      files.release();
      return;
    }
    place.make();
    Map<Long, Manifest.Header> known = place.headers();
    Optional<LastList> former = lastList.filter(list -> isWhole(list, known));
    Optional<ListedFiles> changes =
        former.isPresent() ? former.get().changes(accepted) : Optional.empty();
    if (changes.isPresent()) {
      Manifest next = Manifest.of(accepted, changes.get(), mainFile, loader, overrides, now);
      if (!isLast(next, known)) {
        ContentWriter writer = new ContentWriter(place, files.held());
        put(next, next.contents(), writer, former.get().packs(), known, accepted);
      }
    } else {
      writeWhole(accepted, mainFile, loader, overrides, now, known);
    }
    files.release();
  }

  /** Stores it with a list of its own. */
  private void writeWhole(
      Accepted accepted,
      Path mainFile,
      ConfigurationLoader loader,
      Overrides overrides,
      Instant now,
      Map<Long, Manifest.Header> known)
      throws IOException {
    Map<Path, ContentHash> all = FileList.of(LastList.marks(accepted));
    byte[] list = FileList.content(all);
    ContentHash hash = ContentHash.of(list);
    Manifest next = Manifest.of(accepted, ListedFiles.all(hash), mainFile, loader, overrides, now);
    Manifest.Header latest = known.get(last(known));
    List<Long> packs;
    if (latest != null && isSame(latest, next)) {
      packs = latest.packs();
    } else if (isLastByItsFiles(next, known)) {
      lastList = Optional.empty(); // Its list is not stored, but what it differs in from another.
      return;
    } else {
      Map<ContentHash, Path> contents = next.contents();
      contents.put(hash, mainFile);
      all.forEach((file, content) -> contents.putIfAbsent(content, file));
      Map<ContentHash, byte[]> held = files.held();
      held.put(hash, list);
      packs = put(next, contents, new ContentWriter(place, held), List.of(), known, accepted);
    }
    lastList = Optional.of(LastList.of(accepted, hash, packs));
  }

  private static long last(Map<Long, Manifest.Header> known) {
    return known.keySet().stream().max(Comparator.naturalOrder()).orElse(0L);
  }

  private static boolean isLast(Manifest next, Map<Long, Manifest.Header> known) {
    Manifest.Header latest = known.get(last(known));
    return latest != null && isSame(latest, next);
  }

  private static boolean isSame(Manifest.Header latest, Manifest next) {
    return latest.what().equals(next.header().what());
  }

  /** True if what was stored last differs from a list just so that it comes to the same files. */
  private boolean isLastByItsFiles(Manifest next, Map<Long, Manifest.Header> known)
      throws IOException {
    if (known.isEmpty()) {
      return false;
    }
    try {
      Manifest latest = Manifest.read(place.file(last(known), CONFIG));
      try (Packs packs = new Packs(latest.header().packs(), pack -> place.file(pack, PACK))) {
        return latest.files().areChanged() && latest.isSameAs(next, packs);
      }
    } catch (DamagedException e) {
      return false;
    }
  }

  /** True if packs that hold a list and its files' contents are still there. */
  private boolean isWhole(LastList list, Map<Long, Manifest.Header> known) {
    return known.values().stream().anyMatch(header -> header.packs().containsAll(list.packs()))
        && list.packs().stream().allMatch(pack -> Files.isRegularFile(place.file(pack, PACK)));
  }

  /**
   * Writes a configuration under the next number.
   *
   * @param base packs that it needs
   * @return all that it needs
   */
  private List<Long> put(
      Manifest next,
      Map<ContentHash, Path> contents,
      ContentWriter writer,
      List<Long> base,
      Map<Long, Manifest.Header> known,
      Accepted accepted)
      throws IOException {
    long number =
        1 + Math.max(last(known), place.numbers(PACK).stream().max(Long::compare).orElse(0L));
    Set<Long> there = new LinkedHashSet<>();
    known.values().forEach(header -> there.addAll(header.packs()));
    base.forEach(there::remove);
    List<Long> packs = writer.write(contents, there, base, number);
    Manifest placed = next.with(packs, next.header().what());
    place.replace(
        place.file(number, CONFIG),
        channel -> {
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
          placed.write(out);
          out.flush();
        });
    known.put(number, placed.header());
    forget(known, accepted.configuration().server().maxRemovedPercent());
    return packs;
  }

  /** Lets go of what was read: it is not accepted. */
  public void release() {
    files.release();
  }

  /** Deletes configurations beyond those that are kept, and packs that none of these needs. */
  private void forget(Map<Long, Manifest.Header> known, int maxRemovedPercent) throws IOException {
    Set<Long> expired = Retention.expired(known, maxRemovedPercent);
    for (long number : expired) {
      place.delete(number, CONFIG);
    }
    Set<Long> packs = new HashSet<>();
    known.forEach(
        (number, header) -> {
          if (!expired.contains(number)) {
            packs.addAll(header.packs());
          }
        });
    for (long pack : place.numbers(PACK)) {
      if (!packs.contains(pack)) {
        place.delete(pack, PACK);
      }
    }
    // What versions before this one stored, which nobody reads any more.
    Files.deleteIfExists(beside("last-good"));
  }

  /** The numbers of what is stored, the latest first; what is damaged is left out. */
  public List<Long> numbers() throws IOException {
    return place.headers().keySet().stream().sorted(Comparator.reverseOrder()).toList();
  }

  /**
   * What is stored, the latest first; what is damaged is left out.
   *
   * @param maxRemovedPercent how much less than the largest makes a configuration a smaller one
   */
  public List<Entry> list(int maxRemovedPercent) throws IOException {
    Map<Long, Manifest.Header> known = place.headers();
    Set<Long> smaller = Retention.smaller(known, maxRemovedPercent);
    return known.entrySet().stream()
        .sorted(Map.Entry.<Long, Manifest.Header>comparingByKey().reversed())
        .map(
            entry ->
                new Entry(
                    entry.getKey(),
                    entry.getValue().storedAt(),
                    entry.getValue().zones(),
                    entry.getValue().recordSets(),
                    smaller.contains(entry.getKey())))
        .toList();
  }

  /** Of those that are left out of the lists, what is wrong with them. */
  public List<String> damaged() throws IOException {
    List<String> damaged = new ArrayList<>();
    for (long number : place.numbers(CONFIG)) {
      try {
        Manifest.header(place.file(number, CONFIG));
      } catch (DamagedException e) {
        damaged.add(String.valueOf(e.getMessage()));
      }
    }
    return damaged;
  }

  /**
   * True if what was stored last has more zones or more record sets than another configuration. It
   * is told by the headers, without reading files; false if they can't be read.
   */
  public boolean hasMoreThan(Configuration other) {
    try {
      long sets = other.zones().stream().mapToLong(zone -> zone.recordSets().size()).sum();
      return place.headers().entrySet().stream()
          .max(Map.Entry.comparingByKey())
          .map(Map.Entry::getValue)
          .filter(last -> last.zones() > other.zones().size() || last.recordSets() > sets)
          .isPresent();
    } catch (IOException e) {
      return false; // There is nothing to compare with, and nothing to serve in its place.
    }
  }

  /** Reads the latest that can be served. */
  public Stored read() {
    List<Long> numbers;
    try {
      numbers = place.numbers(CONFIG);
    } catch (IOException e) {
      return new Stored.Unusable(place() + " can't be read: " + e.getMessage());
    }
    numbers.sort(Comparator.reverseOrder());
    Optional<String> reason = Optional.empty();
    for (long number : numbers) {
      switch (read(number)) {
        case Stored.Found found -> {
          return new Stored.Found(number, found.accepted, found.storedAt, reason);
        }
        case Stored.Unusable(String why) -> {
          if (reason.isEmpty()) {
            reason = Optional.of(why);
          }
        }
        case Stored.Nothing nothing -> {}
      }
    }
    return reason.<Stored>map(Stored.Unusable::new).orElseGet(Stored.Nothing::new);
  }

  /** Reads the configuration of a number. */
  public Stored read(long number) {
    Path file = place.file(number, CONFIG);
    try {
      Manifest manifest = Manifest.read(file);
      try (Packs packs = new Packs(manifest.header().packs(), pack -> place.file(pack, PACK))) {
        LoadResult loaded =
            new ConfigurationLoader(
                    manifest.environment(),
                    manifest::hostName,
                    new StoredFiles(manifest, manifest.files().read(packs), packs))
                .load(manifest.mainFile(), manifest.overrides());
        // What could not be served when it was stored may be so now.
        Optional<Configuration> configuration =
            loaded
                .configuration()
                .or(
                    () ->
                        loaded
                            .salvage()
                            .filter(
                                left -> left.broken().size() <= manifest.header().failedZones()));
        return configuration.isPresent()
            ? new Stored.Found(
                number,
                Accepted.of(configuration.get(), loaded),
                manifest.header().storedAt(),
                Optional.empty())
            : new Stored.Unusable(
                file + " can't be served: " + ProblemSummary.of(loaded.problems()));
      }
    } catch (NoSuchFileException e) {
      return new Stored.Nothing();
    } catch (DamagedException e) {
      String why = String.valueOf(e.getMessage());
      return new Stored.Unusable(
          why.startsWith(file.toString()) ? why : file + " can't be served: its files: " + why);
    } catch (IOException | UncheckedIOException e) {
      return new Stored.Unusable(file + " can't be read: " + e.getMessage());
    }
  }
}
