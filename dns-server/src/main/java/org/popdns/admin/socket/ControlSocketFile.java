package org.popdns.admin.socket;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control socket's name in the file system. A dead server leaves its name behind, which keeps
 * the next one from binding; a live server's name must not be taken. Two servers that start at the
 * same moment are kept apart by the node's lock, not here.
 */
final class ControlSocketFile {
  private static final Logger log = LoggerFactory.getLogger(ControlSocketFile.class);

  /** unix(7): sun_path has 108 bytes, the last of them zero; the JDK keeps one more to itself. */
  private static final int LONGEST_PATH_BYTES = 106;

  /** inode(7): S_IFMT and S_IFSOCK. */
  private static final int FILE_TYPE = 0170000;

  private static final int FILE_TYPE_SOCKET = 0140000;

  private final Path path;
  private final @Nullable Object identity;

  private ControlSocketFile(Path path, @Nullable Object identity) {
    this.path = path;
    this.identity = identity;
  }

  /** What stands at the path before we come. */
  private enum Leftover {
    NOTHING,
    DEAD_SOCKET,
    SERVED_SOCKET,
    NO_SOCKET
  }

  /** A listening socket and the name it got. */
  record Bound(ServerSocketChannel channel, ControlSocketFile file) {}

  /**
   * Binds the path, after removing the socket of a dead server and making the folder.
   *
   * @throws IOException with a one-line message for the operator
   */
  static Bound bind(Path path) throws IOException {
    if (path.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH_BYTES) {
      throw new IOException(
          SocketFailure.message(path, "the path is longer than " + LONGEST_PATH_BYTES + " bytes"));
    }
    try {
      makeFolder(path);
      switch (leftover(path)) {
        case NOTHING -> {}
        case DEAD_SOCKET -> {
          log.info("control socket {}: removing the one that a dead server left", path);
          Files.delete(path);
        }
        case SERVED_SOCKET -> throw new IOException("another server answers there");
        case NO_SOCKET -> throw new IOException("exists and is no socket");
      }
      return open(path);
    } catch (IOException failure) {
      throw SocketFailure.of(path, failure);
    }
  }

  private static Bound open(Path path) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
      return new Bound(channel, new ControlSocketFile(path, identity(path)));
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
  }

  private static void makeFolder(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
    }
  }

  private static Leftover leftover(Path path) throws IOException {
    if (!Files.exists(path, NOFOLLOW_LINKS)) {
      return Leftover.NOTHING;
    }
    int mode = (int) Files.getAttribute(path, "unix:mode", NOFOLLOW_LINKS);
    if ((mode & FILE_TYPE) != FILE_TYPE_SOCKET) {
      return Leftover.NO_SOCKET;
    }
    // Not blocking: a live server with a full backlog would hold a blocking connect up.
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false);
      probe.connect(UnixDomainSocketAddress.of(path));
      return Leftover.SERVED_SOCKET;
    } catch (ConnectException refused) {
      return Leftover.DEAD_SOCKET;
    } catch (BindException denied) {
      throw denied; // what the JDK makes of EACCES
    } catch (SocketException backlogFull) {
      return Leftover.SERVED_SOCKET;
    }
  }

  private static @Nullable Object identity(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS).fileKey();
  }

  /** Removes the name, unless another server has taken it meanwhile. */
  void remove() {
    try {
      if (Files.exists(path, NOFOLLOW_LINKS) && Objects.equals(identity, identity(path))) {
        Files.deleteIfExists(path);
      }
    } catch (IOException failure) {
      log.warn(SocketFailure.message(path, SocketFailure.reason(failure)));
    }
  }
}
