package org.popdns.control.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.popdns.config.model.Configuration;

/**
 * The last accepted configuration of one main file, on disk. Written by the thread that takes a
 * configuration up, read by the one that starts the server. A file is replaced whole or not at all,
 * and one that is damaged or of another format is never used.
 *
 * <pre>
 *   "popdns\n" | u16 format | i64 stored at, ms | configuration ({@link ConfigurationWriter}) | u32 CRC-32C
 * </pre>
 */
public final class ConfigurationStore {

  private static final byte[] MAGIC = {'p', 'o', 'p', 'd', 'n', 's', '\n'};
  private static final int FORMAT = 6;

  private final Path folder;
  private final String suffix;
  private final Path file;

  /**
   * The store of a main file's configurations.
   *
   * @param folder the state folder; made when something is stored
   * @param configurationFile the main file; each has a place of its own
   */
  public ConfigurationStore(Path folder, Path configurationFile) {
    String name = configurationFile.toAbsolutePath().normalize().toString();
    this.folder = folder;
    this.suffix = name.replace('_', '-').replace('/', '_');
    this.file = beside("last-good");
  }

  /** What a look into the store gives. */
  public sealed interface Stored {
    /** A configuration and when it was stored. */
    record Found(Configuration configuration, Instant storedAt) implements Stored {}

    /** Nothing was ever stored. */
    record Nothing() implements Stored {}

    /** What is stored can't be served, and why. */
    record Unusable(String reason) implements Stored {}
  }

  /** A file of the same main file for something else that is kept. */
  public Path beside(String what) {
    return folder.resolve(what + suffix);
  }

  /** The file that is written and read. */
  public Path file() {
    return file;
  }

  /**
   * Stores a configuration in place of the former.
   *
   * @throws IOException if it can't be written; the former is then still there
   */
  public void write(Configuration configuration, Instant now) throws IOException {
    Files.createDirectories(folder.toAbsolutePath());
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    // Made anew, so that no one but the server's user can read the secrets in it.
    Files.deleteIfExists(temporary);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      CheckedOutputStream checked =
          new CheckedOutputStream(
              new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16), new CRC32C());
      DataOutputStream out = new DataOutputStream(checked);
      out.write(MAGIC);
      out.writeShort(FORMAT);
      out.writeLong(now.toEpochMilli());
      new ConfigurationWriter(out).write(configuration);
      out.flush();
      out.writeInt((int) checked.getChecksum().getValue());
      out.flush();
      channel.force(true);
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Reads what is stored. */
  public Stored read() {
    try {
      CheckedInputStream checked =
          new CheckedInputStream(
              new BufferedInputStream(Files.newInputStream(file), 1 << 16), new CRC32C());
      try (DataInputStream in = new DataInputStream(checked)) {
        return read(in, checked);
      }
    } catch (NoSuchFileException e) {
      return new Stored.Nothing();
    } catch (IOException | IllegalArgumentException e) {
      return new Stored.Unusable(file + " is damaged: " + e.getMessage());
    }
  }

  private Stored read(DataInputStream in, CheckedInputStream checked) throws IOException {
    for (byte expected : MAGIC) {
      if (in.readByte() != expected) {
        return new Stored.Unusable(file + " is not a stored configuration");
      }
    }
    int format = in.readUnsignedShort();
    if (format != FORMAT) {
      return new Stored.Unusable(
          file + " has format " + format + ", this version reads format " + FORMAT);
    }
    Instant storedAt = Instant.ofEpochMilli(in.readLong());
    Configuration configuration = new ConfigurationReader(in).read();
    int computed = (int) checked.getChecksum().getValue();
    if (in.readInt() != computed) {
      return new Stored.Unusable(file + " is damaged: its checksum is wrong");
    }
    return new Stored.Found(configuration, storedAt);
  }
}
