package org.popdns.control;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive lock of a node: one server per control socket. Taken before anything is bound, so
 * that two servers started at the same moment don't share an address; the system frees it when the
 * process ends, however that happens.
 */
final class NodeLock implements AutoCloseable {

  private final FileChannel channel;

  private NodeLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock that belongs to a control socket, a file beside it.
   *
   * @throws IOException with a line for the operator if another server has it or it can't be made
   */
  static NodeLock take(Path socket) throws IOException {
    Path file = socket.resolveSibling(socket.getFileName() + ".lock");
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new IOException(
            "another popdns is running with the control socket "
                + socket
                + " (it holds "
                + file
                + ")");
      }
      return new NodeLock(channel);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(e.getFile() + ": not a folder", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": permission denied", e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // Held by this very process.
    }
  }

  /** Gives the lock back. The empty file stays: to remove it would let two others both lock. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
