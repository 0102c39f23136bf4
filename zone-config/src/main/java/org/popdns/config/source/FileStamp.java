package org.popdns.config.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What tells one state of a file or folder from another: no edit leaves all of it as it was.
 *
 * @param changed when the file or its inode changed, in nanoseconds since 1970
 */
public record FileStamp(long inode, long sizeBytes, long changed) {

  /** A file changed within this time of its reading may change again and look the same. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  /** The stamp of a file, links followed; empty if it can't be had. */
  public static Optional<FileStamp> of(Path file) {
    try {
      Map<String, Object> attributes =
          Files.readAttributes(file, "unix:ino,size,ctime", new LinkOption[0]);
      return attributes.get("ctime") instanceof FileTime changed
          ? Optional.of(
              new FileStamp(
                  number(attributes.get("ino")),
                  number(attributes.get("size")),
                  changed.to(TimeUnit.NANOSECONDS)))
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty(); // Such a file is read, and says what is wrong with it.
    }
  }

  private static long number(@Nullable Object attribute) {
    return attribute instanceof Number number ? number.longValue() : 0;
  }

  /** True if what is read from now on has this stamp, and any later change has another. */
  public boolean isSettled() {
    return changed < settledBefore();
  }

  /**
   * When a file must have changed last, in nanoseconds since 1970, so that its stamp, drawn after
   * this was asked, tells what is read behind that from any later state.
   */
  public static long settledBefore() {
    return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() - MARGIN.toMillis());
  }
}
