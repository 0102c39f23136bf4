package org.popdns.state.store;

import static org.popdns.state.store.StoreFolder.PACK;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.popdns.config.source.ContentHash;

/**
 * Writes those contents of a configuration that no pack has yet into a new {@link Pack}, and merges
 * packs that are small or mostly of no use. Used by the thread that takes a configuration up.
 */
final class ContentWriter {

  private final StoreFolder folder;
  private final Map<ContentHash, byte[]> held;

  /**
   * Prepares for writing.
   *
   * @param held contents that need not be read again
   */
  ContentWriter(StoreFolder folder, Map<ContentHash, byte[]> held) {
    this.folder = folder;
    this.held = held;
  }

  /**
   * Writes what is not there yet.
   *
   * @param wanted the contents, each with a file that has it
   * @param there the packs that are there, those of {@code base} aside
   * @param base packs that are needed whatever is in them
   * @return the packs that have it all
   */
  List<Long> write(
      Map<ContentHash, Path> wanted, Collection<Long> there, List<Long> base, long number)
      throws IOException {
    try (Packs packs = open(there)) {
      Map<ContentHash, Path> missing = new LinkedHashMap<>();
      Map<Long, Used> used = new LinkedHashMap<>();
      wanted.forEach(
          (hash, file) ->
              packs
                  .find(hash)
                  .ifPresentOrElse(
                      found ->
                          used.computeIfAbsent(found.number(), n -> new Used(found.pack()))
                              .add(found),
                      () -> missing.put(hash, file)));
      if (!base.isEmpty() && !held.keySet().containsAll(missing.keySet())) {
        try (Packs needed = open(base)) {
          missing.keySet().removeIf(hash -> needed.find(hash).isPresent());
        }
      }
      List<Long> needed = new ArrayList<>(base);
      folder.replace(
          folder.file(number, PACK),
          channel -> {
            try (PackWriter writer = new PackWriter(channel)) {
              for (Map.Entry<ContentHash, Path> content : missing.entrySet()) {
                write(content.getKey(), content.getValue(), writer);
              }
              needed.addAll(merge(used, writer));
              if (!writer.isEmpty()) {
                needed.add(number);
              }
              writer.finish();
            }
          });
      if (!needed.contains(number)) {
        folder.delete(number, PACK);
      }
      return needed;
    }
  }

  private Packs open(Collection<Long> numbers) throws IOException {
    return new Packs(numbers, pack -> folder.file(pack, PACK));
  }

  private void write(ContentHash hash, Path file, PackWriter writer) throws IOException {
    byte[] content = held.get(hash);
    if (content != null) {
      // In pieces, unless it is small or does not shrink.
      if (content.length <= PackWriter.LARGEST_AT_ONCE_BYTES
          || !writer.write(hash, new ByteArrayInputStream(content))) {
        writer.write(hash, content);
      }
      return;
    }
    long size = Files.size(file);
    if (size <= PackWriter.LARGEST_AT_ONCE_BYTES) {
      byte[] again = Files.readAllBytes(file);
      if (!ContentHash.of(again).equals(hash)) {
        throw FileList.changed(file);
      }
      writer.write(hash, again);
      return;
    }
    try (InputStream again = Files.newInputStream(file)) {
      if (!writer.write(hash, again)) {
        throw FileList.changed(file);
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
  private List<Long> merge(Map<Long, Used> used, PackWriter writer) throws IOException {
    List<Map.Entry<Long, Used>> bySize = new ArrayList<>(used.entrySet());
    bySize.sort(Comparator.comparingLong(entry -> entry.getValue().bytes));
    List<Long> needed = new ArrayList<>();
    for (Map.Entry<Long, Used> entry : bySize) {
      long number = entry.getKey();
      Used of = entry.getValue();
      if (of.bytes > 2 * writer.lengthBytes()
          && 2 * of.bytes > Files.size(folder.file(number, PACK))) {
        needed.add(number);
        continue;
      }
      for (int at = of.entries.nextSetBit(0); at >= 0; at = of.entries.nextSetBit(at + 1)) {
        ContentHash hash = of.pack.index().hash(at);
        if (!writer.has(hash)) {
          Pack.Place place = of.pack.index().place(at);
          writer.copy(hash, place, of.pack.stored(place));
        }
      }
    }
    return needed;
  }

  /** What is in use of a pack. */
  private static final class Used {

    private final Pack pack;
    private final BitSet entries = new BitSet();
    private long bytes;

    Used(Pack pack) {
      this.pack = pack;
    }

    void add(Packs.Place found) {
      if (!entries.get(found.entry())) {
        entries.set(found.entry());
        bytes += found.at().storedBytes() + Pack.ENTRY_BYTES;
      }
    }
  }
}
