package org.popdns.state.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.popdns.state.DurableFiles;

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
  private final DurableFiles files;

  StoreFolder(Path place, DurableFiles.Disk disk) {
    this.place = place;
    this.files = new DurableFiles(disk);
  }

  /** Where it is. */
  Path place() {
    return place;
  }

  /** Makes it, if it is not there, for the server's user alone. */
  void make() throws IOException {
    files.makeFolder(place);
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

  /** Has a file be there whole or not at all, for the server's user alone. */
  void replace(Path file, DurableFiles.Writing writing) throws IOException {
    files.replace(file, writing);
  }
}
