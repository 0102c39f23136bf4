package org.popdns.config.read;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.popdns.config.read.ZoneFiles.ZoneFile;
import org.popdns.name.DomainName;

/**
 * The zones of the last load, so that a reload reads changed files only. A zone is taken from here
 * if its file is the same by inode, size and change time, which no edit leaves as they were, and if
 * nothing that it was checked against has changed. Used by one thread at a time, which has others
 * read for it; what changes is the set of zones kept, in arrays with a place for each file.
 */
final class ZoneCache {

  // A zone's origin may change while its file does not.
  private record Key(Path file, DomainName origin) {}

  /** What was loaded last; nobody changes the arrays any more. */
  private static final class Kept {

    private final List<ZoneFile> files;

    /** All else that the zones depend on. */
    private final Object checkedAgainst;

    /** Of the files; null of one whose zone is to be read each time. */
    private final @Nullable FileStamp[] stamps;

    private final LoadedZone[] zones;

    Kept(
        List<ZoneFile> files,
        Object checkedAgainst,
        @Nullable FileStamp[] stamps,
        LoadedZone[] zones) {
      this.files = files;
      this.checkedAgainst = checkedAgainst;
      this.stamps = stamps;
      this.zones = zones;
    }
  }

  private Kept kept = new Kept(List.of(), "", new FileStamp[0], new LoadedZone[0]);

  /**
   * The zones of files, in their order.
   *
   * @param checkedAgainst all else that the zones depend on
   * @param reader reads one; asked for several at a time
   */
  List<LoadedZone> load(
      List<ZoneFile> files, Object checkedAgainst, Function<ZoneFile, LoadedZone> reader) {
    Kept former = kept;
    IntUnaryOperator placeBefore =
        former.checkedAgainst.equals(checkedAgainst) ? places(former, files) : place -> -1;
    @Nullable FileStamp[] stamps = new FileStamp[files.size()];
    LoadedZone[] zones = new LoadedZone[files.size()];
    IntStream.range(0, zones.length)
        .parallel()
        .forEach(
            place -> {
              ZoneFile file = files.get(place);
              // Before it is read: what changes meanwhile must be noticed the next time.
              Optional<FileStamp> stamp = FileStamp.of(file.file());
              int before = placeBefore.applyAsInt(place);
              LoadedZone known = before < 0 ? null : former.zones[before];
              FileStamp drawn = before < 0 ? null : former.stamps[before];
              if (known != null && drawn != null && stamp.filter(drawn::equals).isPresent()) {
                zones[place] = known;
                stamps[place] = drawn;
                return;
              }
              zones[place] = reader.apply(file);
              // A stamp is of one file: a zone that includes others is read each time.
              if (zones[place].files().size() == 1) {
                stamps[place] = stamp.filter(FileStamp::isSettled).orElse(null);
              }
            });
    kept = new Kept(files, checkedAgainst, stamps, zones);
    return Collections.unmodifiableList(Arrays.asList(zones));
  }

  /** Where a file of a list stood before; a negative number if it is new. */
  @SuppressWarnings("ReferenceEquality") // A folder that is as it was is not listed anew.
  private static IntUnaryOperator places(Kept former, List<ZoneFile> files) {
    if (former.files == files) {
      return place -> place;
    }
    Map<Key, Integer> places = HashMap.newHashMap(former.files.size());
    for (int place = 0; place < former.files.size(); place++) {
      ZoneFile file = former.files.get(place);
      places.put(new Key(file.file(), file.origin()), place);
    }
    return place -> {
      ZoneFile file = files.get(place);
      return places.getOrDefault(new Key(file.file(), file.origin()), -1);
    };
  }
}
