package org.popdns.state.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.read.LoadedZone;
import org.popdns.config.source.ContentHash;
import org.popdns.config.source.FileMark;

/**
 * The list of files that was stored last, as the load had them: a later configuration is compared
 * with it without an object for what stayed as it was. Immutable; used by the thread that stores.
 *
 * @param hash of the {@link FileList}
 * @param packs that hold the list, and the contents of its files
 * @param others the marks of all files but the zones' own
 * @param zones the marks of each zone's files, in the order of the load
 */
record LastList(
    ContentHash hash, List<Long> packs, List<FileMark> others, List<List<FileMark>> zones) {

  // Beyond this share of the zones, another list is stored.
  private static final int MOST_CHANGED_SHARE = 16;

  // How many zones may come or go side by side, and what follows is still found to be the same.
  private static final int LOOK_AHEAD = 8;

  /** The list of what was accepted, once it is stored. */
  static LastList of(Accepted accepted, ContentHash hash, List<Long> packs) {
    return new LastList(
        hash,
        packs,
        accepted.loaded().marks(),
        accepted.loaded().zones().stream().map(accepted::marks).toList());
  }

  /** Of each zone and of all else, the files that were marked. */
  static List<List<FileMark>> marks(Accepted accepted) {
    List<List<FileMark>> marks = new ArrayList<>(accepted.loaded().zones().size() + 1);
    marks.add(accepted.loaded().marks());
    accepted.loaded().zones().forEach(zone -> marks.add(accepted.marks(zone)));
    return marks;
  }

  /**
   * The files of what was accepted, by this list; empty if too many are others.
   *
   * @throws IOException if a file was read twice, and was another
   */
  Optional<ListedFiles> changes(Accepted accepted) throws IOException {
    Walk walk = new Walk(accepted);
    return walk.run() ? Optional.of(walk.changes()) : Optional.empty();
  }

  /** Goes through the zones of both loads side by side. Used once. */
  private final class Walk {

    private final Accepted accepted;
    private final List<LoadedZone> now;
    private final List<List<FileMark>> left = new ArrayList<>();
    private final List<List<FileMark>> came = new ArrayList<>();
    private boolean hasInclusions;

    Walk(Accepted accepted) {
      this.accepted = accepted;
      this.now = accepted.loaded().zones();
      left.add(others);
      came.add(accepted.loaded().marks());
    }

    /** Finds what left and what came; false if that is too much. */
    boolean run() {
      int most = Math.max(zones.size(), now.size()) / MOST_CHANGED_SHARE;
      int old = 0;
      int young = 0;
      while (old < zones.size() || young < now.size()) {
        if (isSame(old, young)) {
          old++;
          young++;
          continue;
        }
        int both = 1;
        while (both < LOOK_AHEAD
            && !isSame(old + both, young + both)
            && !isSame(old + both, young)
            && !isSame(old, young + both)) {
          both++;
        }
        int leaving = isSame(old, young + both) ? 0 : both;
        int coming = leaving > 0 && isSame(old + both, young) ? 0 : both;
        for (int end = Math.min(old + leaving, zones.size()); old < end; old++) {
          left.add(zones.get(old));
        }
        for (int end = Math.min(young + coming, now.size()); young < end; young++) {
          came.add(accepted.marks(now.get(young)));
        }
        if (left.size() > most + 1 || came.size() > most + 1) {
          return false;
        }
      }
      return true;
    }

    /** Zones whose files were not read again have the same marks. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isSame(int old, int young) {
      if (old >= zones.size() || young >= now.size()) {
        return false;
      }
      List<FileMark> before = zones.get(old);
      List<FileMark> after = accepted.marks(now.get(young));
      if (before == after) {
        return true;
      }
      hasInclusions |= before.size() > 1 || after.size() > 1;
      boolean same = before.size() == after.size();
      for (int i = 0; same && i < before.size(); i++) {
        same =
            before.get(i).file().equals(after.get(i).file())
                && before.get(i).hash().equals(after.get(i).hash());
      }
      return same;
    }

    ListedFiles changes() throws IOException {
      Map<Path, ContentHash> put = FileList.of(came);
      Set<Path> gone = new HashSet<>();
      left.forEach(marks -> marks.forEach(mark -> gone.add(mark.file())));
      gone.removeAll(put.keySet());
      if (hasInclusions || !gone.isEmpty()) {
        // What one zone includes no more, another may, or have read when it was another.
        for (LoadedZone zone : now) {
          for (FileMark mark : accepted.marks(zone)) {
            gone.remove(mark.file());
            ContentHash hash = put.get(mark.file());
            if (hash != null && !hash.equals(mark.hash())) {
              throw FileList.changed(mark.file());
            }
          }
        }
      }
      left.forEach(marks -> marks.forEach(mark -> put.remove(mark.file(), mark.hash())));
      return new ListedFiles(hash, gone, put);
    }
  }
}
