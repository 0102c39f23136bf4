package org.popdns.state.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.popdns.config.source.ContentHash;

/** Several packs as one. Any thread may read. */
final class Packs implements AutoCloseable {

  private final Map<Long, Pack> packs = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * A content in a pack.
   *
   * @param entry its number there
   */
  record Place(long number, Pack pack, int entry) {

    /** Where it lies. */
    Pack.Place at() {
      return pack.index().place(entry);
    }
  }

  /**
   * Opens packs. Those that can't be used are left out, and what was in them is damaged.
   *
   * @param file a pack's file by its number
   */
  Packs(Iterable<Long> numbers, LongFunction<Path> file) throws IOException {
    for (long number : numbers) {
      try {
        Pack pack = Pack.open(file.apply(number));
        packs.put(number, pack);
      } catch (NoSuchFileException e) {
        problems.add(file.apply(number) + " is missing");
      } catch (DamagedException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Where a content is. */
  Optional<Place> find(ContentHash hash) {
    return Optional.ofNullable(look(hash));
  }

  /** The pack that was opened last has it, where several do. */
  private @Nullable Place look(ContentHash hash) {
    Place found = null;
    for (Map.Entry<Long, Pack> pack : packs.entrySet()) {
      int entry = pack.getValue().index().find(hash);
      if (entry >= 0) {
        found = new Place(pack.getKey(), pack.getValue(), entry);
      }
    }
    return found;
  }

  /** A content's length in bytes. */
  long size(ContentHash hash) throws IOException {
    return place(hash).at().lengthBytes();
  }

  /** A content. */
  byte[] content(ContentHash hash) throws IOException {
    Place place = place(hash);
    return place.pack.content(hash, place.at());
  }

  private Place place(ContentHash hash) throws IOException {
    Place place = look(hash);
    if (place == null) {
      throw new DamagedException(
          problems.isEmpty() ? "what is stored of it is missing" : String.join("; ", problems));
    }
    return place;
  }

  @Override
  public void close() throws IOException {
    for (Pack pack : packs.values()) {
      pack.close();
    }
  }
}
