package org.popdns.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * The one way in which a file of the node's state comes to be: whole or not at all, also after a
 * loss of power. It is written beside its place, and the disk has it before it gets its name, and
 * its name before the call returns. Stateless; whoever writes a file sees to it that one thread
 * does.
 *
 * <p>Files and folders are for the server's user alone. What an earlier attempt left lying ({@code
 * NAME.new}) is removed by the next. A symbolic link stays, and the file that it leads to is
 * replaced; one in place of what was left lying is not followed.
 */
public final class DurableFiles {

  /** Those of this host. */
  public static final DurableFiles SYSTEM = new DurableFiles(new Disk() {});

  /** What the name of a file ends in until it is whole. */
  static final String UNFINISHED = ".new";

  /** As many links as Linux follows. */
  private static final int MOST_LINKS = 40;

  private static final FileAttribute<Set<PosixFilePermission>> OWN_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWN_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Disk disk;

  /** What is asked of the system; a test puts another in its place, which fails. */
  public interface Disk {

    /** Makes a file that is not there yet, for the server's user alone. */
    default FileChannel create(Path file) throws IOException {
      return FileChannel.open(
          file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWN_FILE);
    }

    /** Has the names in a folder outlast a loss of power. */
    default void sync(Path folder) throws IOException {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Writes a file's content; the disk is told to keep it by whoever calls this. */
  public interface Writing {
    void to(FileChannel channel) throws IOException;
  }

  public DurableFiles(Disk disk) {
    this.disk = disk;
  }

  /** Replaces a file by a text in UTF-8, as {@link #replace(Path, Writing)} does. */
  public void replace(Path file, String text) throws IOException {
    replace(
        file,
        channel -> {
          ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  /**
   * Has a file be what is written now, in a folder that is there.
   *
   * @throws IOException if that did not work: the file is then as before, unless only the last step
   *     failed, which keeps its name over a loss of power. {@link DiskFailure} has words for it
   */
  public void replace(Path file, Writing writing) throws IOException {
    Path target = target(file.toAbsolutePath());
    Path unfinished = target.resolveSibling(target.getFileName() + UNFINISHED);
    Files.deleteIfExists(unfinished);
    try {
      try (FileChannel channel = disk.create(unfinished)) {
        writing.to(channel);
        channel.force(true);
      }
      Files.move(
          unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    disk.sync(target.resolveSibling(""));
  }

  /** Where the links lead, whether or not anything is there. */
  private static Path target(Path file) throws IOException {
    Path target = file;
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemException(file.toString(), null, "Too many levels of symbolic links");
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  /** Makes a folder and those above it, as far as they are not there. */
  public void makeFolder(Path folder) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    Path made = folder.toAbsolutePath();
    while (made != null && !Files.exists(made, LinkOption.NOFOLLOW_LINKS)) {
      missing.push(made);
      made = made.getParent();
    }
    for (Path next : missing) {
      Files.createDirectories(next, OWN_FOLDER);
      disk.sync(next.resolveSibling(""));
    }
  }
}
