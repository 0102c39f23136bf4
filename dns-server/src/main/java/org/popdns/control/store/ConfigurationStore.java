package org.popdns.control.store;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.popdns.config.model.Configuration;
import org.popdns.config.problem.ProblemSummary;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.config.read.LoadResult;
import org.popdns.config.read.LoadedZone;
import org.popdns.config.source.ContentHash;
import org.popdns.config.source.FileMark;
import org.popdns.config.source.FileSource;
import org.popdns.name.DomainName;

/**
 * The last accepted configurations of one main file, on disk: the bytes of the files that were
 * read, and the environment. They are read again by the readers of files. Written by the thread
 * that takes a configuration up, read by the one that starts the server. A file is there whole or
 * not at all, and what is damaged is never used.
 *
 * <pre>
 *   FOLDER/accepted_etc_popdns_popdns.yaml/
 *     12.config   a {@link Manifest}: the paths, the hashes of their contents, the packs they are in
 *     9.pack      a {@link Pack}: contents that were new then
 * </pre>
 *
 * <p>So a reload of one zone among many writes that zone and the list. Packs are merged as their
 * number grows, the smaller ones first, so there are few, and each content is copied a few times in
 * its life. A pack goes when no configuration that is kept needs it.
 */
public final class ConfigurationStore {

  /** How many configurations are kept, and of those that are smaller once more as many. */
  static final int KEPT = 5;

  private static final String CONFIG = ".config";
  private static final String PACK = ".pack";

  private final Path folder;
  private final String suffix;
  private final Path place;
  private final MarkedFiles files = new MarkedFiles();

  /**
   * The store of a main file's configurations.
   *
   * @param folder the state folder; made when something is stored
   * @param configurationFile the main file; each has a place of its own
   */
  public ConfigurationStore(Path folder, Path configurationFile) {
    String name = configurationFile.toAbsolutePath().normalize().toString();
    this.folder = folder;
    this.suffix = name.replace('_', '-').replace('/', '_');
    this.place = beside("accepted");
  }

  /** What a look into the store gives. */
  public sealed interface Stored {
    /**
     * A configuration and when it was stored.
     *
     * @param passedOver why a later one is not this one, in one line; empty if there is none
     */
    record Found(Accepted accepted, Instant storedAt, Optional<String> passedOver)
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
    Manifest manifest = Manifest.read(file(number, CONFIG));
    return new Reading(
        new ConfigurationLoader(manifest.environment(), manifest::hostName), manifest.overrides());
  }

  /** The folder that is written and read. */
  public Path place() {
    return place;
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
    Configuration configuration = accepted.configuration();
    if (configuration.zones().isEmpty()) {
      files.release();
      return;
    }
    Files.createDirectories(
        place.toAbsolutePath(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Map<Long, Manifest.Header> known = headers();
    Manifest next = manifest(accepted, mainFile, loader, overrides, now);
    long last = known.keySet().stream().max(Comparator.naturalOrder()).orElse(0L);
    Manifest.Header latest = known.get(last);
    if (latest != null && latest.what().equals(next.header().what())) {
      files.release();
      return;
    }
    long number = 1 + Math.max(last, numbers(PACK).stream().max(Long::compare).orElse(0L));
    Manifest placed = writeContents(next, known, number);
    replace(
        file(number, CONFIG),
        channel -> {
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
          placed.write(out);
          out.flush();
          channel.force(true);
        });
    known.put(number, placed.header());
    forget(known, configuration.server().maxRemovedPercent());
    files.release();
  }

  private static Manifest manifest(
      Accepted accepted,
      Path mainFile,
      ConfigurationLoader loader,
      Overrides overrides,
      Instant now)
      throws IOException {
    Configuration configuration = accepted.configuration();
    Map<Path, ContentHash> contents = contents(accepted.marks());
    Map<DomainName, Map<Path, ContentHash>> kept = new LinkedHashMap<>();
    for (Map.Entry<DomainName, LoadedZone> zone : accepted.kept().entrySet()) {
      kept.put(zone.getKey(), contents(zone.getValue().marks()));
    }
    List<Path> folders =
        accepted.loaded().files().stream()
            .filter(file -> !contents.containsKey(file) && Files.isDirectory(file))
            .sorted()
            .toList();
    Manifest.Header header =
        new Manifest.Header(
            now,
            configuration.zones().size(),
            configuration.failed().size(),
            configuration.zones().stream().mapToLong(zone -> zone.recordSets().size()).sum(),
            List.of(),
            new ContentHash(0, 0));
    Manifest manifest =
        new Manifest(
            header,
            Path.of("").toAbsolutePath(),
            mainFile,
            overrides,
            loader.environment(),
            loader.hostName(),
            folders,
            contents,
            kept);
    MessageDigest digest = ContentHash.digest();
    DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(
                new DigestOutputStream(OutputStream.nullOutputStream(), digest)));
    manifest.content(out);
    out.flush();
    return with(manifest, List.of(), ContentHash.ofDigest(digest));
  }

  private static Manifest with(Manifest manifest, List<Long> packs, ContentHash what) {
    Manifest.Header header = manifest.header();
    return new Manifest(
        new Manifest.Header(
            header.storedAt(),
            header.zones(),
            header.failedZones(),
            header.recordSets(),
            packs,
            what),
        manifest.workingFolder(),
        manifest.mainFile(),
        manifest.overrides(),
        manifest.environment(),
        manifest.hostName(),
        manifest.folders(),
        manifest.files(),
        manifest.keptZones());
  }

  // A file that several zones include was read several times, and must have been the same.
  private static Map<Path, ContentHash> contents(List<FileMark> marks) throws IOException {
    Map<Path, ContentHash> contents = LinkedHashMap.newLinkedHashMap(marks.size());
    for (FileMark mark : marks) {
      ContentHash hash = mark.hash();
      ContentHash before = contents.putIfAbsent(mark.file(), hash);
      if (before != null && !before.equals(hash)) {
        throw changed(mark.file());
      }
    }
    return contents;
  }

  private static IOException changed(Path file) {
    return new IOException(file + " has changed since it was read");
  }

  /** Writes what is not there yet; the manifest with the packs that have it all. */
  private Manifest writeContents(Manifest manifest, Map<Long, Manifest.Header> known, long number)
      throws IOException {
    Set<Long> former = new LinkedHashSet<>();
    known.values().forEach(header -> former.addAll(header.packs()));
    try (Packs packs = new Packs(former, pack -> file(pack, PACK))) {
      Map<ContentHash, Path> missing = new LinkedHashMap<>();
      Map<Long, List<ContentHash>> used = new HashMap<>();
      Map<Long, Long> usedBytes = new HashMap<>();
      Stream.concat(Stream.of(manifest.files()), manifest.keptZones().values().stream())
          .forEach(
              some ->
                  some.forEach(
                      (file, hash) ->
                          packs
                              .find(hash)
                              .ifPresentOrElse(
                                  found -> {
                                    used.computeIfAbsent(found.number(), n -> new ArrayList<>())
                                        .add(hash);
                                    usedBytes.merge(
                                        found.number(),
                                        (long) found.at().storedBytes() + Pack.ENTRY_BYTES,
                                        Long::sum);
                                  },
                                  () -> missing.put(hash, file))));
      List<Long> needed = new ArrayList<>();
      replace(
          file(number, PACK),
          channel -> {
            try (PackWriter writer = new PackWriter(channel)) {
              for (Map.Entry<ContentHash, Path> content : missing.entrySet()) {
                write(content.getKey(), content.getValue(), writer);
              }
              needed.addAll(merge(used, usedBytes, packs, writer));
              if (!writer.isEmpty()) {
                needed.add(number);
              }
              writer.finish();
            }
          });
      if (!needed.contains(number)) {
        Files.delete(file(number, PACK));
      }
      return with(manifest, needed, manifest.header().what());
    }
  }

  private void write(ContentHash hash, Path file, PackWriter writer) throws IOException {
    byte[] held = files.held(hash);
    if (held != null) {
      writer.write(hash, held);
      return;
    }
    long size = Files.size(file);
    if (size <= PackWriter.LARGEST_AT_ONCE_BYTES) {
      byte[] again = Files.readAllBytes(file);
      if (!ContentHash.of(again).equals(hash)) {
        throw changed(file);
      }
      writer.write(hash, again);
      return;
    }
    try (InputStream again = Files.newInputStream(file)) {
      if (!writer.write(hash, again)) {
        throw changed(file);
      }
    }
  }

  /**
   * Copies what is needed of packs that are hardly larger than what was written, or half of which
   * nobody needs: so there are at most as many as the logarithm of all, and they are no larger than
   * twice what is in use.
   *
   * @return the packs that are needed all the same
   */
  private List<Long> merge(
      Map<Long, List<ContentHash>> used, Map<Long, Long> usedBytes, Packs packs, PackWriter writer)
      throws IOException {
    List<Long> bySize = new ArrayList<>(used.keySet());
    bySize.sort(Comparator.comparing(usedBytes::get));
    List<Long> needed = new ArrayList<>();
    for (long pack : bySize) {
      long bytes = usedBytes.getOrDefault(pack, 0L);
      if (bytes > 2 * writer.lengthBytes() && 2 * bytes > Files.size(file(pack, PACK))) {
        needed.add(pack);
        continue;
      }
      for (ContentHash hash : used.getOrDefault(pack, List.of())) {
        Packs.Place place = packs.find(hash).orElseThrow();
        if (!writer.has(hash)) {
          writer.copy(hash, place.at(), place.pack().stored(place.at()));
        }
      }
    }
    return needed;
  }

  /** Deletes configurations beyond those that are kept, and packs that none of these needs. */
  private void forget(Map<Long, Manifest.Header> known, int maxRemovedPercent) throws IOException {
    Set<Long> smaller = smaller(known, maxRemovedPercent);
    Set<Long> packs = new HashSet<>();
    int full = 0;
    int small = 0;
    for (Map.Entry<Long, Manifest.Header> entry : new TreeMap<>(known).descendingMap().entrySet()) {
      long number = entry.getKey();
      int before = smaller.contains(number) ? small++ : full++;
      if (before < KEPT) {
        packs.addAll(entry.getValue().packs());
      } else {
        Files.deleteIfExists(file(number, CONFIG));
      }
    }
    for (long pack : numbers(PACK)) {
      if (!packs.contains(pack)) {
        Files.deleteIfExists(file(pack, PACK));
      }
    }
    // What versions before this one stored, which nobody reads any more.
    Files.deleteIfExists(beside("last-good"));
  }

  /** Those that have lost more than may be lost unasked, against the largest that is kept. */
  private static Set<Long> smaller(Map<Long, Manifest.Header> known, int maxRemovedPercent) {
    long zones = known.values().stream().mapToLong(Manifest.Header::zones).max().orElse(0);
    long sets = known.values().stream().mapToLong(Manifest.Header::recordSets).max().orElse(0);
    Set<Long> smaller = new HashSet<>();
    known.forEach(
        (number, header) -> {
          if (header.zones() * 100L < zones * (100 - maxRemovedPercent)
              || header.recordSets() * 100 < sets * (100 - maxRemovedPercent)) {
            smaller.add(number);
          }
        });
    return smaller;
  }

  /** The numbers of what is stored, the latest first; what is damaged is left out. */
  public List<Long> numbers() throws IOException {
    return headers().keySet().stream().sorted(Comparator.reverseOrder()).toList();
  }

  /**
   * What is stored, the latest first; what is damaged is left out.
   *
   * @param maxRemovedPercent how much less than the largest makes a configuration a smaller one
   */
  public List<Entry> list(int maxRemovedPercent) throws IOException {
    Map<Long, Manifest.Header> known = headers();
    Set<Long> smaller = smaller(known, maxRemovedPercent);
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

  /**
   * True if what was stored last has more zones or more record sets than another configuration. It
   * is told by the headers, without reading files; false if they can't be read.
   */
  public boolean hasMoreThan(Configuration other) {
    try {
      long sets = other.zones().stream().mapToLong(zone -> zone.recordSets().size()).sum();
      return headers().entrySet().stream()
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
      numbers = numbers(CONFIG);
    } catch (IOException e) {
      return new Stored.Unusable(place + " can't be read: " + e.getMessage());
    }
    numbers.sort(Comparator.reverseOrder());
    Optional<String> reason = Optional.empty();
    for (long number : numbers) {
      switch (read(number)) {
        case Stored.Found found -> {
          return new Stored.Found(found.accepted, found.storedAt, reason);
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
    Path file = file(number, CONFIG);
    try {
      Manifest manifest = Manifest.read(file);
      try (Packs packs = new Packs(manifest.header().packs(), pack -> file(pack, PACK))) {
        LoadResult loaded =
            new ConfigurationLoader(
                    manifest.environment(), manifest::hostName, new StoredFiles(manifest, packs))
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
                Accepted.of(configuration.get(), loaded),
                manifest.header().storedAt(),
                Optional.empty())
            : new Stored.Unusable(
                file + " can't be served: " + ProblemSummary.of(loaded.problems()));
      }
    } catch (NoSuchFileException e) {
      return new Stored.Nothing();
    } catch (DamagedException e) {
      return new Stored.Unusable(String.valueOf(e.getMessage()));
    } catch (IOException | UncheckedIOException e) {
      return new Stored.Unusable(file + " can't be read: " + e.getMessage());
    }
  }

  private Map<Long, Manifest.Header> headers() throws IOException {
    Map<Long, Manifest.Header> headers = new HashMap<>();
    for (long number : numbers(CONFIG)) {
      try {
        headers.put(number, Manifest.header(file(number, CONFIG)));
      } catch (DamagedException e) {
        // Nobody will serve it; it goes when it is one too many.
      }
    }
    return headers;
  }

  private List<Long> numbers(String ending) throws IOException {
    List<Long> numbers = new ArrayList<>();
    try (Stream<Path> entries = Files.list(place)) {
      entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> name.matches("[0-9]{1,18}" + Pattern.quote(ending)))
          .forEach(
              name ->
                  numbers.add(Long.valueOf(name.substring(0, name.length() - ending.length()))));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return numbers;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return numbers;
  }

  private Path file(long number, String ending) {
    return place.resolve(number + ending);
  }

  /** Writes a file. */
  private interface Writing {
    void to(FileChannel channel) throws IOException;
  }

  /** Has a file be there whole or not at all, for the server's user alone. */
  private static void replace(Path file, Writing writing) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      writing.to(channel);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
