package org.popdns.platform;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files whose status is asked for again and again (statx(2)), by one call for each and without an
 * object: what Java has for it makes a dozen. Immutable; any thread.
 *
 * <pre>
 *   names, outside the heap: each file's name in its folder, if all lie in one, else its path; ended by a zero byte
 * </pre>
 */
public final class FileStatuses {

  /** How many numbers tell a file's status: inode, size in bytes, change time. */
  public static final int LONGS = 3;

  private static final int AT_FDCWD = -100;

  // Linux's fcntl.h: alike on x86-64 and aarch64.
  private static final int O_PATH = 0x200000;
  private static final int O_CLOEXEC = 0x80000;

  // The same.
  private static final int STATX_CTIME = 0x80;
  private static final int STATX_INO = 0x100;
  private static final int STATX_SIZE = 0x200;
  private static final int WANTED = STATX_CTIME | STATX_INO | STATX_SIZE;

  // struct statx.
  private static final int STATUS_BYTES = 256;
  private static final int MASK = 0;
  private static final int INODE = 32;
  private static final int SIZE = 40;
  private static final int CHANGED_SECONDS = 96;
  private static final int CHANGED_NANOSECONDS = 104;

  private static final long UNKNOWN = -1;
  private static final long NANOSECONDS = 1_000_000_000;

  private final MemorySegment folder;
  private final MemorySegment names;
  private final long[] offsets;

  private FileStatuses(MemorySegment folder, MemorySegment names, long[] offsets) {
    this.folder = folder;
    this.names = names;
    this.offsets = offsets;
  }

  /**
   * The files of a list.
   *
   * @return empty where the system has no such call
   */
  public static Optional<FileStatuses> of(List<Path> files) {
    if (!isPossible()) {
      return Optional.empty();
    }
    String parent = files.isEmpty() ? "" : parent(files.getFirst());
    boolean inOneFolder =
        isAscii(parent) && files.stream().allMatch(file -> parent(file).equals(parent));
    String folder = inOneFolder ? parent : "";
    long[] offsets = new long[files.size()];
    long length = 0;
    for (int place = 0; place < offsets.length; place++) {
      String path = files.get(place).toString();
      offsets[place] = isAscii(path) ? length : UNKNOWN;
      length += isAscii(path) ? path.length() - folder.length() + 1 : 0;
    }
    MemorySegment names = Arena.ofAuto().allocate(length);
    for (int place = 0; place < offsets.length; place++) {
      if (offsets[place] != UNKNOWN) {
        String name = files.get(place).toString().substring(folder.length());
        names.setString(offsets[place], name, StandardCharsets.US_ASCII);
      }
    }
    return Optional.of(
        new FileStatuses(
            Arena.ofAuto().allocateFrom(folder, StandardCharsets.US_ASCII), names, offsets));
  }

  /**
   * True if the file at a place can be asked for: not if its name has other characters than
   * ASCII's, as Java does not tell what bytes it is made of.
   */
  public boolean has(int place) {
    return offsets[place] != UNKNOWN;
  }

  private static boolean isPossible() {
    if (LinuxSockets.obstacleOfSystem().isPresent()) {
      return false;
    }
    try {
      return SystemCalls.hasStatx();
    } catch (LinkageError | IllegalCallerException e) {
      return false; // Native access is not enabled.
    }
  }

  /** What a path begins with up to its name. */
  private static String parent(Path file) {
    String path = file.toString();
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(character -> character > 0 && character < 0x80);
  }

  /**
   * Asks for the status of some files, links followed.
   *
   * @param from the place in the list of the first
   * @param to the place behind the last
   * @param into where it is written, {@value #LONGS} numbers for each: inode, size in bytes, and
   *     when file or inode changed last, in nanoseconds since 1970; 0 there if it can't be had
   */
  public void read(int from, int to, long[] into) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(SystemCalls.ERRNO_LAYOUT);
      MemorySegment status = arena.allocate(STATUS_BYTES, Long.BYTES);
      boolean inOneFolder = folder.byteSize() > 1;
      int at = inOneFolder ? SystemCalls.open(errno, folder, O_PATH | O_CLOEXEC) : AT_FDCWD;
      try {
        for (int place = from; place < to; place++) {
          boolean known =
              has(place)
                  && (at >= 0 || !inOneFolder)
                  && SystemCalls.statx(errno, at, names, offsets[place], WANTED, status) == 0
                  && (status.get(ValueLayout.JAVA_INT, MASK) & WANTED) == WANTED;
          write(known, status, into, (place - from) * LONGS);
        }
      } finally {
        if (at >= 0) {
          SystemCalls.close(errno, at);
        }
      }
    }
  }

  private static void write(boolean known, MemorySegment status, long[] into, int at) {
    into[at] = known ? status.get(ValueLayout.JAVA_LONG, INODE) : 0;
    into[at + 1] = known ? status.get(ValueLayout.JAVA_LONG, SIZE) : 0;
    into[at + 2] =
        known
            ? status.get(ValueLayout.JAVA_LONG, CHANGED_SECONDS) * NANOSECONDS
                + status.get(ValueLayout.JAVA_INT, CHANGED_NANOSECONDS)
            : 0;
  }
}
