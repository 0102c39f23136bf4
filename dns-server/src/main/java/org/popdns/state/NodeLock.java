package org.popdns.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The exclusive lock of a node: one server per control socket. Taken before anything is bound, so
 * that two servers started at the same moment don't share an address; the system frees it when the
 * process ends, however that happens.
 */
public final class NodeLock implements AutoCloseable {

  // A process that closes any descriptor of a file loses its locks on it: within one process the
  // second one must not even open it.
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private NodeLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock that belongs to a control socket, a file beside it.
   *
   * @throws IOException with a line for the operator if another server has it or it can't be made
   */
  public static NodeLock take(Path socket) throws IOException {
    Path file = socket.resolveSibling(socket.getFileName() + ".lock").toAbsolutePath().normalize();
    if (!HELD_HERE.add(file)) {
      throw taken(socket, file);
    }
    try {
      return new NodeLock(file, lock(socket, file));
    } catch (IOException e) {
      HELD_HERE.remove(file);
      throw e;
    }
  }

  private static FileChannel lock(Path socket, Path file) throws IOException {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw taken(socket, file);
      }
      return channel;
    } catch (FileAlreadyExistsException e) {
      throw new IOException(e.getFile() + ": not a folder", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": permission denied", e);
    }
  }

  private static IOException taken(Path socket, Path file) {
    return new IOException(
        "another popdns is running with the control socket " + socket + " (it holds " + file + ")");
  }

  /** Gives the lock back. The empty file stays: to remove it would let two others both lock. */
  @Override
  public void close() throws IOException {
    channel.close();
    HELD_HERE.remove(file);
  }
}
