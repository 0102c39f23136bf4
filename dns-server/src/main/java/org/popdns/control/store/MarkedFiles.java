package org.popdns.control.store;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.popdns.config.source.ContentHash;
import org.popdns.config.source.DiskFiles;
import org.popdns.config.source.FileMark;

/**
 * The files on the disk, each marked by its content as it was read, so that just this is stored if
 * the configuration is accepted. What is small is held in memory until then; of the rest, which may
 * be hundreds of megabytes, the mark: it is read again and must be the same. Any thread.
 */
final class MarkedFiles extends DiskFiles {

  private static final int LARGEST_HELD_BYTES = 1 << 18;
  private static final int MOST_HELD_BYTES = 8 << 20;

  private final Map<ContentHash, byte[]> held = new HashMap<>();
  private int heldBytes;

  @Override
  public Optional<FileMark> mark(Path file, byte[] content) {
    FileMark mark = FileMark.of(file, content);
    if (content.length <= LARGEST_HELD_BYTES) {
      hold(mark.hash(), content);
    }
    return Optional.of(mark);
  }

  private synchronized void hold(ContentHash hash, byte[] content) {
    if (heldBytes + content.length <= MOST_HELD_BYTES && held.putIfAbsent(hash, content) == null) {
      heldBytes += content.length;
    }
  }

  /** A content that was read, if it is held. */
  synchronized byte @Nullable [] held(ContentHash hash) {
    return held.get(hash);
  }

  /** Lets go of what was held: it is stored. */
  synchronized void release() {
    held.clear();
    heldBytes = 0;
  }
}
