package org.popdns.state.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The numbered files of a {@link ConfigurationStore}. A file is there whole or not at all, also
 * after a loss of power. Any thread reads; one writes.
 */
final class StoreFolder {

  /** What the name of a {@link Manifest} ends in. */
  static final String CONFIG = ".config";

  /** What the name of a {@link Pack} ends in. */
  static final String PACK = ".pack";

  private final Path place;
  private final Disk disk;

  /** What is asked of the system to write a file. */
  interface Disk {

    /** The one of this host. */
    Disk SYSTEM = new Disk() {};

    /** Makes a file that is not there yet, for the server's user alone. */
    default FileChannel create(Path file) throws IOException {
      return FileChannel.open(
          file,
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Has the names in a folder outlast a loss of power. */
    default void sync(Path folder) throws IOException {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  StoreFolder(Path place, Disk disk) {
    this.place = place;
    this.disk = disk;
  }

  /** Where it is. */
  Path place() {
    return place;
  }

  /** Makes it, if it is not there, for the server's user alone. */
  void make() throws IOException {
    if (Files.isDirectory(place)) {
      return;
    }
    Path made = place.toAbsolutePath();
    Files.createDirectories(
        made, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    disk.sync(made.resolveSibling(""));
  }

  /** The headers of the manifests by their numbers; what is damaged is left out. */
  Map<Long, Manifest.Header> headers() throws IOException {
    Map<Long, Manifest.Header> headers = new HashMap<>();
    for (long number : numbers(CONFIG)) {
      try {
        headers.put(number, Manifest.header(file(number, CONFIG)));
      } catch (DamagedException e) {
        // Nobody will serve it; it goes when it is one too many.
      }
    }
    return headers;
  }

  /** The numbers of the files of an ending, in any order. */
  List<Long> numbers(String ending) throws IOException {
    List<Long> numbers = new ArrayList<>();
    try (Stream<Path> entries = Files.list(place)) {
      entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> name.matches("[0-9]{1,18}" + Pattern.quote(ending)))
          .forEach(
              name ->
                  numbers.add(Long.valueOf(name.substring(0, name.length() - ending.length()))));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return numbers;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return numbers;
  }

  /** The file of a number. */
  Path file(long number, String ending) {
    return place.resolve(number + ending);
  }

  /** Deletes the file of a number, if it is there. */
  void delete(long number, String ending) throws IOException {
    Files.deleteIfExists(file(number, ending));
  }

  /** Writes a file. */
  interface Writing {
    void to(FileChannel channel) throws IOException;
  }

  /** Has a file be there whole or not at all, for the server's user alone. */
  void replace(Path file, Writing writing) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    try (FileChannel channel = disk.create(temporary)) {
      writing.to(channel);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    disk.sync(place);
  }
}
