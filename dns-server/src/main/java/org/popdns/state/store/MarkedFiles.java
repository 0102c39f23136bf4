package org.popdns.state.store;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.source.ContentHash;
import org.popdns.config.source.DiskFiles;
import org.popdns.config.source.FileMark;
import org.popdns.config.source.FileStamps;
import org.popdns.platform.FileStatuses;

/**
 * The files on the disk, each marked by its content as it was read, so that just this is stored if
 * the configuration is accepted. What fits into a few megabytes is held in memory until then; of
 * the rest, which may be hundreds of them, the mark: it is read again and must be the same. Any
 * thread.
 */
final class MarkedFiles extends DiskFiles {

  private static final int MOST_HELD_BYTES = 8 << 20;

  // Where there are fewer, the start does not wait until such a call can be made.
  private static final int MANY_FILES = 1000;

  private final Map<FileMark, byte[]> held = new HashMap<>();
  private int heldBytes;

  @Override
  public Optional<FileMark> mark(Path file, byte[] content) {
    FileMark mark = FileMark.of(file, content);
    hold(mark, content);
    return Optional.of(mark);
  }

  @Override
  public FileStamps stamps(List<Path> files) {
    return files.size() < MANY_FILES
        ? super.stamps(files)
        : FileStatuses.of(files)
            .<FileStamps>map(statuses -> new SystemFileStamps(files, statuses))
            .orElseGet(() -> super.stamps(files));
  }

  private synchronized void hold(FileMark mark, byte[] content) {
    if (content.length <= MOST_HELD_BYTES - heldBytes) {
      held.put(mark, content);
      heldBytes += content.length;
    }
  }

  /** The contents that are held. */
  synchronized Map<ContentHash, byte[]> held() {
    Map<ContentHash, byte[]> contents = HashMap.newHashMap(held.size());
    held.forEach((mark, content) -> contents.put(mark.hash(), content));
    return contents;
  }

  /** Lets go of what was held: it is stored. */
  synchronized void release() {
    held.clear();
    heldBytes = 0;
  }
}
