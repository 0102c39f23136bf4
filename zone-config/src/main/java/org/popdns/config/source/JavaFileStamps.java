package org.popdns.config.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Stamps by what Java has for them, some objects for each. Any thread; immutable. */
public final class JavaFileStamps implements FileStamps {

  private final List<Path> files;

  /** The stamps of files. */
  public JavaFileStamps(List<Path> files) {
    this.files = List.copyOf(files);
  }

  @Override
  public void draw(int from, int to, long[] stamps) {
    for (int place = from; place < to; place++) {
      write(FileStamp.of(files.get(place)), stamps, (place - from) * LONGS);
    }
  }

  /** Writes the stamp of one file. */
  public static void write(Optional<FileStamp> stamp, long[] stamps, int at) {
    stamps[at] = stamp.map(FileStamp::inode).orElse(0L);
    stamps[at + 1] = stamp.map(FileStamp::sizeBytes).orElse(0L);
    stamps[at + CHANGED] = stamp.map(FileStamp::changed).orElse(0L);
  }
}
