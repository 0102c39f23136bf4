package org.popdns.state.store;

import static org.popdns.state.store.StoreFolder.PACK;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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

  /** Writes what is not there yet; the manifest with the packs that have it all. */
  Manifest write(Manifest manifest, Map<Long, Manifest.Header> known, long number)
      throws IOException {
    Set<Long> former = new LinkedHashSet<>();
    known.values().forEach(header -> former.addAll(header.packs()));
    try (Packs packs = new Packs(former, pack -> folder.file(pack, PACK))) {
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
      folder.replace(
          folder.file(number, PACK),
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
        folder.delete(number, PACK);
      }
      return manifest.with(needed, manifest.header().what());
    }
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
        throw Manifest.changed(file);
      }
      writer.write(hash, again);
      return;
    }
    try (InputStream again = Files.newInputStream(file)) {
      if (!writer.write(hash, again)) {
        throw Manifest.changed(file);
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
      if (bytes > 2 * writer.lengthBytes() && 2 * bytes > Files.size(folder.file(pack, PACK))) {
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
}
