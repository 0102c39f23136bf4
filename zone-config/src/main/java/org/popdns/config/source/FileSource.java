package org.popdns.config.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.popdns.name.DomainName;

/**
 * Where a load finds its files. Asked by all threads of a load at the same time. Paths are as the
 * configuration names them; what is missing is a {@link java.nio.file.NoSuchFileException}.
 */
public interface FileSource {

  /** What stands at a path, links followed. */
  enum Kind {
    /** A regular file. */
    FILE,
    /** A folder. */
    FOLDER,
    /** A pipe, a device: what could keep a reader waiting for ever. */
    OTHER,
    /** Nothing, or nothing that may be looked at. */
    MISSING
  }

  /** What stands at a path. */
  Kind kind(Path path);

  /** True if there is a file that may be read. */
  boolean isReadable(Path file);

  /** A file's length in bytes. */
  long size(Path file) throws IOException;

  /** A file's content; the caller owns the array, and does not change it. */
  byte[] bytes(Path file) throws IOException;

  /** What stands in a folder, in the order of the paths. */
  List<Path> list(Path folder) throws IOException;

  /** True if a file lies in a folder, as it is named and with links followed. */
  boolean isWithin(Path file, Path folder);

  /**
   * Told of each file's content before it is read.
   *
   * @return the mark by which the content is known again; empty if nobody will ask for it
   */
  Optional<FileMark> mark(Path file, byte[] content);

  /** What tells one state of these files from another. */
  FileStamps stamps(List<Path> files);

  /** Where the files of one zone come from: here, unless that zone was kept as it was before. */
  FileSource ofZone(DomainName origin);
}
