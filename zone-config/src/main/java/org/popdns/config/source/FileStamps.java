package org.popdns.config.source;

/**
 * The stamps of the files of a list, drawn at each load. There may be a hundred thousand, while
 * clients wait for the same processor: so they come as numbers in an array, {@link #LONGS} of each
 * file. Any thread.
 *
 * <pre>
 *   inode | size in bytes | when the file or its inode changed, in ns since 1970; 0 if none of it can be had
 * </pre>
 */
public interface FileStamps {

  /** How many numbers make a stamp. */
  int LONGS = 3;

  /** Where in a stamp its {@link FileStamp#changed} stands. */
  int CHANGED = 2;

  /** Of files that nobody can look at: each is read each time. */
  FileStamps NONE =
      (from, to, stamps) -> {
        for (int at = CHANGED; at < (to - from) * LONGS; at += LONGS) {
          stamps[at] = 0;
        }
      };

  /**
   * Draws the stamps of some files, links followed.
   *
   * @param from the place in the list of the first
   * @param to the place behind the last
   * @param stamps where they are written, from its beginning on
   */
  void draw(int from, int to, long[] stamps);
}
