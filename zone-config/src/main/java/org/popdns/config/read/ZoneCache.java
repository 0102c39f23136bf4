package org.popdns.config.read;

import static org.popdns.config.source.FileStamps.CHANGED;
import static org.popdns.config.source.FileStamps.LONGS;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.popdns.config.read.ZoneFiles.ZoneFile;
import org.popdns.config.source.FileSource;
import org.popdns.config.source.FileStamp;
import org.popdns.config.source.FileStamps;
import org.popdns.name.DomainName;

/**
 * The zones of the last load, so that a reload reads changed files only. A zone is taken from here
 * if its file is the same by inode, size and change time, which no edit leaves as they were, and if
 * nothing that it was checked against has changed. Used by one thread at a time, which has others
 * read for it; what changes is the set of zones kept, in arrays with a place for each file: a
 * reload of one zone among many makes no object for any other.
 */
final class ZoneCache {

  // As many stamps are drawn before the first of these files is read.
  private static final int DRAWN_AT_ONCE = 1024;

  // What is said of a zone elsewhere may change while its file does not.
  private record Key(Path file, DomainName origin, Optional<Boolean> ecs) {

    static Key of(ZoneFile zone) {
      return new Key(zone.file(), zone.origin(), zone.ecs());
    }
  }

  /** What was loaded last; nobody changes the arrays any more. */
  private static final class Kept {

    private final List<ZoneFile> files;

    /** All else that the zones depend on. */
    private final Object checkedAgainst;

    private final FileStamps source;

    /** Of the files, some in each array; 0 as change time where a zone is to be read each time. */
    private final long[][] stamps;

    private final List<LoadedZone> zones;

    Kept(
        List<ZoneFile> files,
        Object checkedAgainst,
        FileStamps source,
        long[][] stamps,
        List<LoadedZone> zones) {
      this.files = files;
      this.checkedAgainst = checkedAgainst;
      this.source = source;
      this.stamps = stamps;
      this.zones = zones;
    }

    /** True if the file at a place has the stamp that is in an array. */
    boolean isAsBefore(int place, long[] drawn, int at) {
      long[] known = stamps[place / DRAWN_AT_ONCE];
      int from = place % DRAWN_AT_ONCE * LONGS;
      return known[from + CHANGED] != 0
          && Arrays.equals(known, from, from + LONGS, drawn, at, at + LONGS);
    }
  }

  private Kept kept = new Kept(List.of(), "", FileStamps.NONE, new long[0][], List.of());

  /**
   * The zones of files, in their order.
   *
   * @param source where the files come from
   * @param checkedAgainst all else that the zones depend on
   * @param reader reads one; asked for several at a time
   */
  List<LoadedZone> load(
      FileSource source,
      List<ZoneFile> files,
      Object checkedAgainst,
      Function<ZoneFile, LoadedZone> reader) {
    new Load(source, files, checkedAgainst, reader).run();
    return kept.zones;
  }

  /** One load. */
  private final class Load {

    private final Kept former = kept;
    private final List<ZoneFile> files;
    private final Object checkedAgainst;
    private final Function<ZoneFile, LoadedZone> reader;
    private final boolean sameFiles;
    private final IntUnaryOperator placeBefore;
    private final FileStamps drawing;
    private final long[][] stamps;
    private final LoadedZone[] zones;
    // What was drawn where nothing had changed is drawn over.
    private final Queue<long[]> spare = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("ReferenceEquality") // A folder that is as it was is not listed anew.
    Load(
        FileSource source,
        List<ZoneFile> files,
        Object checkedAgainst,
        Function<ZoneFile, LoadedZone> reader) {
      this.files = files;
      this.checkedAgainst = checkedAgainst;
      this.reader = reader;
      sameFiles = former.files == files;
      placeBefore =
          !former.checkedAgainst.equals(checkedAgainst)
              ? place -> -1
              : sameFiles ? place -> place : places(former, files);
      drawing =
          sameFiles ? former.source : source.stamps(files.stream().map(ZoneFile::file).toList());
      stamps = new long[(files.size() + DRAWN_AT_ONCE - 1) / DRAWN_AT_ONCE][];
      zones = new LoadedZone[files.size()];
    }

    void run() {
      IntStream.range(0, stamps.length).parallel().forEach(this::some);
      kept = new Kept(files, checkedAgainst, drawing, stamps, List.of(zones));
    }

    /** Some of the files: those of one array of stamps. */
    private void some(int number) {
      int from = number * DRAWN_AT_ONCE;
      int to = Math.min(files.size(), from + DRAWN_AT_ONCE);
      long[] drawn =
          Objects.requireNonNullElseGet(spare.poll(), () -> new long[DRAWN_AT_ONCE * LONGS]);
      // Before any is read: what changes meanwhile must be noticed the next time.
      long settledBefore = FileStamp.settledBefore();
      drawing.draw(from, to, drawn);
      int[] changed = new int[to - from];
      int count = 0;
      for (int place = from; place < to; place++) {
        int before = placeBefore.applyAsInt(place);
        if (before >= 0 && former.isAsBefore(before, drawn, (place - from) * LONGS)) {
          zones[place] = former.zones.get(before);
        } else {
          changed[count++] = place;
        }
      }
      if (count == 0 && sameFiles) {
        stamps[number] = former.stamps[number];
        spare.add(drawn);
        return;
      }
      Arrays.stream(changed, 0, count)
          .parallel()
          .forEach(
              place -> {
                zones[place] = reader.apply(files.get(place));
                int changedAt = (place - from) * LONGS + CHANGED;
                // A stamp is of one file: a zone that includes others is read each time.
                if (zones[place].files().size() != 1 || drawn[changedAt] >= settledBefore) {
                  drawn[changedAt] = 0;
                }
              });
      stamps[number] = drawn;
    }
  }

  /** Where a file of a list stood before; a negative number if it is new. */
  private static IntUnaryOperator places(Kept former, List<ZoneFile> files) {
    Map<Key, Integer> places = HashMap.newHashMap(former.files.size());
    for (int place = 0; place < former.files.size(); place++) {
      ZoneFile file = former.files.get(place);
      places.put(Key.of(file), place);
    }
    return place -> {
      ZoneFile file = files.get(place);
      return places.getOrDefault(Key.of(file), -1);
    };
  }
}
