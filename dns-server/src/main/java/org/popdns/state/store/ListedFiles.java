package org.popdns.state.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.popdns.config.source.ContentHash;

/**
 * The files that a configuration was read from: those of a list that is stored as a content, but
 * for some. So a configuration in which one file of a hundred thousand is another is stored in a
 * few hundred bytes. Immutable.
 *
 * @param list the hash of the {@link FileList}
 * @param gone files of the list that are there no more, in any order
 * @param put files that are not in the list, or are others than there
 */
record ListedFiles(ContentHash list, Set<Path> gone, Map<Path, ContentHash> put) {

  /** Files of no list, each by itself. */
  static ListedFiles each(Map<Path, ContentHash> files) throws IOException {
    return new ListedFiles(emptyList(), Set.of(), files);
  }

  private static ContentHash emptyList() throws IOException {
    return ContentHash.of(FileList.content(Map.of()));
  }

  /** The files of a list. */
  static ListedFiles all(ContentHash list) {
    return new ListedFiles(list, Set.of(), Map.of());
  }

  /** True if they are not just those of the list. */
  boolean areChanged() {
    return !gone.isEmpty() || !put.isEmpty();
  }

  /**
   * All of them.
   *
   * @param packs where the list is
   * @throws DamagedException if it isn't there, or is damaged
   */
  Map<Path, ContentHash> read(Packs packs) throws IOException {
    Map<Path, ContentHash> files = new LinkedHashMap<>();
    if (!list.equals(emptyList())) {
      files.putAll(FileList.read(packs.content(list)));
    }
    gone.forEach(files::remove);
    files.putAll(put);
    return files;
  }
}
