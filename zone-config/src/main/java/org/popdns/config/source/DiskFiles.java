package org.popdns.config.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.popdns.name.DomainName;

/** The files as they stand on the disk now; nobody asks later what they were. No state. */
public class DiskFiles implements FileSource {

  /** Makes one; all are alike. */
  public DiskFiles() {}

  @Override
  public Kind kind(Path path) {
    if (Files.isDirectory(path)) {
      return Kind.FOLDER;
    }
    if (Files.isRegularFile(path)) {
      return Kind.FILE;
    }
    return Files.exists(path) ? Kind.OTHER : Kind.MISSING;
  }

  @Override
  public boolean isReadable(Path file) {
    return Files.isReadable(file);
  }

  @Override
  public long size(Path file) throws IOException {
    return Files.size(file);
  }

  @Override
  public byte[] bytes(Path file) throws IOException {
    return Files.readAllBytes(file);
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  // Links are followed first: a link in the folder may lead out of it.
  @Override
  public boolean isWithin(Path file, Path folder) {
    Path plain = file.toAbsolutePath().normalize();
    if (!plain.startsWith(folder.toAbsolutePath().normalize())) {
      return false;
    }
    try {
      return file.toRealPath().startsWith(folder.toAbsolutePath().toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public Optional<FileMark> mark(Path file, byte[] content) {
    return Optional.empty();
  }

  @Override
  public FileStamps stamps(List<Path> files) {
    return new JavaFileStamps(files);
  }

  @Override
  public FileSource ofZone(DomainName origin) {
    return this;
  }
}
