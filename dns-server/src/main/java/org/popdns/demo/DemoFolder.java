package org.popdns.demo;

import com.sun.security.auth.module.UnixSystem;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a running demo: its configuration files and its control socket, at a place of the
 * user's own that a second terminal finds. Made at the start, removed at the end.
 */
final class DemoFolder implements Closeable {

  private static final List<String> FILES =
      List.of("popdns.yaml", "clusters.yaml", "zones/example.com.yaml");

  private final Path folder;

  private DemoFolder(Path folder) {
    this.folder = folder;
  }

  /** Where this user's demo keeps its files, whether it runs or not. */
  static Path path() {
    Path parent = Path.of(Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR")).orElse("/tmp"));
    return parent.resolve("popdns-demo-" + new UnixSystem().getUid());
  }

  /**
   * Makes the folder and writes the files; those of a demo that was killed are overwritten.
   *
   * @throws IOException with a line for the operator if that can't be done
   */
  static DemoFolder create() throws IOException {
    Path folder = path();
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      Object owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
          || !owner.equals((int) new UnixSystem().getUid())) {
        throw new IOException(folder + " is not this user's folder; remove it", e);
      }
    }
    writeFiles(folder);
    return new DemoFolder(folder);
  }

  /**
   * Writes the configuration files, over those that are there.
   *
   * @throws IOException if that can't be done, or the build lacks one
   */
  static void writeFiles(Path folder) throws IOException {
    for (String file : FILES) {
      Path target = folder.resolve(file);
      Files.createDirectories(target.resolveSibling("."));
      try (InputStream resource = DemoFolder.class.getResourceAsStream(file)) {
        if (resource == null) {
          throw new IOException("the demo's " + file + " is not in the build");
        }
        Files.copy(resource, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** The main configuration file. */
  Path configuration() {
    return folder.resolve(FILES.getFirst());
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
