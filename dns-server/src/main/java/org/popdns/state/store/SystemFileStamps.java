package org.popdns.state.store;

import java.nio.file.Path;
import java.util.List;
import org.popdns.config.source.FileStamp;
import org.popdns.config.source.FileStamps;
import org.popdns.config.source.JavaFileStamps;
import org.popdns.platform.FileStatuses;

/**
 * Stamps of many files by a system call for each; of those that it can't be asked about, as Java
 * has them. Any thread; immutable.
 */
record SystemFileStamps(List<Path> files, FileStatuses statuses) implements FileStamps {

  @Override
  public void draw(int from, int to, long[] stamps) {
    statuses.read(from, to, stamps);
    for (int place = from; place < to; place++) {
      if (!statuses.has(place)) {
        JavaFileStamps.write(FileStamp.of(files.get(place)), stamps, (place - from) * LONGS);
      }
    }
  }
}
