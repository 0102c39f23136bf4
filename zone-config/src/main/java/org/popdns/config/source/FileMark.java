package org.popdns.config.source;

import java.nio.file.Path;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/**
 * A file as it was read: its path and what tells its content from any other. There may be as many
 * as zones, so it is small. Any thread.
 */
public final class FileMark {

  // A large file is read meanwhile: reading takes longer than hashing.
  private static final int LARGE_BYTES = 1 << 20;

  private final Path file;
  private long high;
  private long low;
  private @Nullable ForkJoinTask<ContentHash> task;

  private FileMark(Path file) {
    this.file = file;
  }

  /** The mark of a file. */
  public static FileMark of(Path file, byte[] content) {
    FileMark mark = new FileMark(file);
    if (content.length < LARGE_BYTES) {
      mark.set(ContentHash.of(content));
    } else {
      mark.task = ForkJoinPool.commonPool().submit(() -> ContentHash.of(content));
    }
    return mark;
  }

  /** The mark of a file whose content's hash is known. */
  public static FileMark of(Path file, ContentHash hash) {
    FileMark mark = new FileMark(file);
    mark.set(hash);
    return mark;
  }

  private void set(ContentHash hash) {
    high = hash.high();
    low = hash.low();
  }

  /** The file, as the configuration names it. */
  public Path file() {
    return file;
  }

  /** What tells its content from another; waits until that is known. */
  public synchronized ContentHash hash() {
    if (task != null) {
      set(task.join());
      task = null;
    }
    return new ContentHash(high, low);
  }
}
