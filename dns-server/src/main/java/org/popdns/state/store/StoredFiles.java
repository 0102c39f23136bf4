package org.popdns.state.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.popdns.config.source.ContentHash;
import org.popdns.config.source.FileMark;
import org.popdns.config.source.FileSource;
import org.popdns.config.source.FileStamps;
import org.popdns.name.DomainName;

/**
 * The files of a stored configuration, as if they still stood where they were read. Folders hold
 * what was read of them and nothing else. Immutable; any thread.
 */
final class StoredFiles implements FileSource {

  private final Path base;
  private final Map<Path, ContentHash> files = new HashMap<>();
  private final Map<Path, Set<Path>> folders = new HashMap<>();
  private final Map<DomainName, FileSource> keptZones = new HashMap<>();
  private final Packs packs;

  StoredFiles(Manifest manifest, Map<Path, ContentHash> read, Packs packs) {
    this(manifest.workingFolder(), read, packs);
    manifest
        .folders()
        .forEach(folder -> folders.computeIfAbsent(key(folder), f -> new TreeSet<>()));
    manifest
        .keptZones()
        .forEach(
            (zone, of) -> {
              keptZones.put(zone, new StoredFiles(base, of, packs));
              // So that the zone is found, whatever its files were called when they were broken.
              of.forEach(this::add);
            });
  }

  private StoredFiles(Path base, Map<Path, ContentHash> files, Packs packs) {
    this.base = base;
    this.packs = packs;
    files.forEach(this::add);
  }

  private void add(Path file, ContentHash hash) {
    Path path = key(file);
    files.putIfAbsent(path, hash);
    // Up to the first folder that is known to hold what leads here.
    for (Path at = path, folder = path.getParent();
        folder != null && folders.computeIfAbsent(folder, f -> new TreeSet<>()).add(at);
        at = folder, folder = folder.getParent()) {}
  }

  private Path key(Path path) {
    return base.resolve(path);
  }

  @Override
  public Kind kind(Path path) {
    Path key = key(path);
    return files.containsKey(key)
        ? Kind.FILE
        : folders.containsKey(key) ? Kind.FOLDER : Kind.MISSING;
  }

  @Override
  public boolean isReadable(Path file) {
    return kind(file) == Kind.FILE;
  }

  @Override
  public long size(Path file) throws IOException {
    return packs.size(hash(file));
  }

  @Override
  public byte[] bytes(Path file) throws IOException {
    return packs.content(hash(file));
  }

  private ContentHash hash(Path file) throws IOException {
    ContentHash hash = files.get(key(file));
    if (hash == null) {
      throw new NoSuchFileException(file.toString());
    }
    return hash;
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    Set<Path> entries = folders.get(key(folder));
    if (entries == null) {
      throw new NoSuchFileException(folder.toString());
    }
    return entries.stream().map(entry -> folder.resolve(entry.getFileName())).toList();
  }

  // With links followed it was when it was read, or it would not be here.
  @Override
  public boolean isWithin(Path file, Path folder) {
    return key(file).normalize().startsWith(key(folder).normalize());
  }

  @Override
  public Optional<FileMark> mark(Path file, byte[] content) {
    return Optional.ofNullable(files.get(key(file))).map(hash -> FileMark.of(file, hash));
  }

  // They are read once.
  @Override
  public FileStamps stamps(List<Path> paths) {
    return FileStamps.NONE;
  }

  @Override
  public FileSource ofZone(DomainName origin) {
    return keptZones.getOrDefault(origin, this);
  }
}
