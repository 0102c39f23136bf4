package org.popdns.state.store;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.popdns.config.model.Configuration;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.config.read.LoadedZone;
import org.popdns.config.source.ContentHash;
import org.popdns.config.source.FileMark;
import org.popdns.name.DomainName;

/**
 * What an accepted configuration was read from: the files by their paths with the hashes of their
 * content, and the environment. The contents are in {@link Pack}s. Immutable.
 *
 * <pre>
 *   "popdns\n" | u16 format | i64 stored at, ms | u32 zones | u32 failed zones | u64 record sets
 *   | u32 length, packs: i64 each | what: 16 bytes | deflated: all else | u32 CRC-32C
 * </pre>
 *
 * <p>The sum is checked before anything is read. A later format has its sum in the same place.
 *
 * @param header what is looked at without reading the rest
 * @param workingFolder what relative paths are relative to
 * @param mainFile as the operator named it
 * @param overrides of the command line
 * @param environment the variables that may matter
 * @param folders that were listed
 * @param files by path, as the configuration names them
 * @param keptZones the files of zones that are kept as they were, in place of those above
 */
record Manifest(
    Header header,
    Path workingFolder,
    Path mainFile,
    Overrides overrides,
    Map<String, String> environment,
    String hostName,
    List<Path> folders,
    Map<Path, ContentHash> files,
    Map<DomainName, Map<Path, ContentHash>> keptZones) {

  /** Number 6 and those before it were no files' bytes. */
  static final int FORMAT = 7;

  private static final byte[] MAGIC = {'p', 'o', 'p', 'd', 'n', 's', '\n'};
  private static final int SUM_BYTES = 4;

  /**
   * How large a configuration is, and what it consists of.
   *
   * @param packs the numbers of those that hold its contents
   * @param what the hash of all that was read: equal where nothing changed
   */
  record Header(
      Instant storedAt,
      int zones,
      int failedZones,
      long recordSets,
      List<Long> packs,
      ContentHash what) {}

  /**
   * The manifest of what was accepted, without packs.
   *
   * @param mainFile as the operator named it
   * @throws IOException if a file was read twice, and was another
   */
  static Manifest of(
      Accepted accepted,
      Path mainFile,
      ConfigurationLoader loader,
      Overrides overrides,
      Instant now)
      throws IOException {
    Configuration configuration = accepted.configuration();
    Map<Path, ContentHash> contents = contents(accepted.marks());
    Map<DomainName, Map<Path, ContentHash>> kept = new LinkedHashMap<>();
    for (Map.Entry<DomainName, LoadedZone> zone : accepted.kept().entrySet()) {
      kept.put(zone.getKey(), contents(zone.getValue().marks()));
    }
    List<Path> folders =
        accepted.loaded().files().stream()
            .filter(file -> !contents.containsKey(file) && Files.isDirectory(file))
            .sorted()
            .toList();
    Header header =
        new Header(
            now,
            configuration.zones().size(),
            configuration.failed().size(),
            configuration.zones().stream().mapToLong(zone -> zone.recordSets().size()).sum(),
            List.of(),
            new ContentHash(0, 0));
    Manifest manifest =
        new Manifest(
            header,
            Path.of("").toAbsolutePath(),
            mainFile,
            overrides,
            loader.environment(),
            loader.hostName(),
            folders,
            contents,
            kept);
    MessageDigest digest = ContentHash.digest();
    DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(
                new DigestOutputStream(OutputStream.nullOutputStream(), digest)));
    manifest.content(out);
    out.flush();
    return manifest.with(List.of(), ContentHash.ofDigest(digest));
  }

  /** The same in these packs. */
  Manifest with(List<Long> packs, ContentHash what) {
    return new Manifest(
        new Header(
            header.storedAt, header.zones, header.failedZones, header.recordSets, packs, what),
        workingFolder,
        mainFile,
        overrides,
        environment,
        hostName,
        folders,
        files,
        keptZones);
  }

  // A file that several zones include was read several times, and must have been the same.
  private static Map<Path, ContentHash> contents(List<FileMark> marks) throws IOException {
    Map<Path, ContentHash> contents = LinkedHashMap.newLinkedHashMap(marks.size());
    for (FileMark mark : marks) {
      ContentHash hash = mark.hash();
      ContentHash before = contents.putIfAbsent(mark.file(), hash);
      if (before != null && !before.equals(hash)) {
        throw changed(mark.file());
      }
    }
    return contents;
  }

  /** What a file that is another than it was read is refused with. */
  static IOException changed(Path file) {
    return new IOException(file + " has changed since it was read");
  }

  /** Writes it. */
  void write(OutputStream to) throws IOException {
    CheckedOutputStream checked = new CheckedOutputStream(to, new CRC32C());
    DataOutputStream out = new DataOutputStream(checked);
    out.write(MAGIC);
    out.writeShort(FORMAT);
    out.writeLong(header.storedAt.toEpochMilli());
    out.writeInt(header.zones);
    out.writeInt(header.failedZones);
    out.writeLong(header.recordSets);
    out.writeInt(header.packs.size());
    for (long pack : header.packs) {
      out.writeLong(pack);
    }
    hash(out, header.what);
    out.flush();
    // Half of it is hashes, which do not shrink.
    Deflater quick = new Deflater(Deflater.BEST_SPEED);
    DeflaterOutputStream deflated = new DeflaterOutputStream(checked, quick, 1 << 16);
    DataOutputStream rest = new DataOutputStream(new BufferedOutputStream(deflated, 1 << 16));
    try {
      content(rest);
      rest.flush();
      deflated.finish();
    } finally {
      quick.end();
    }
    out.writeInt((int) checked.getChecksum().getValue());
    out.flush();
  }

  /** Writes all but the header: what makes it another configuration. */
  void content(DataOutputStream out) throws IOException {
    text(out, workingFolder.toString());
    text(out, mainFile.toString());
    text(out, overrides.site().orElse(""));
    text(out, overrides.node().orElse(""));
    out.writeInt(environment.size());
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      text(out, variable.getKey());
      text(out, variable.getValue());
    }
    text(out, hostName);
    out.writeInt(folders.size());
    for (Path folder : folders) {
      text(out, folder.toString());
    }
    files(out, files);
    out.writeInt(keptZones.size());
    for (Map.Entry<DomainName, Map<Path, ContentHash>> zone : keptZones.entrySet()) {
      text(out, zone.getKey().toString());
      files(out, zone.getValue());
    }
  }

  private static void files(DataOutputStream out, Map<Path, ContentHash> files) throws IOException {
    out.writeInt(files.size());
    for (Map.Entry<Path, ContentHash> file : files.entrySet()) {
      text(out, file.getKey().toString());
      hash(out, file.getValue());
    }
  }

  private static void hash(DataOutputStream out, ContentHash hash) throws IOException {
    out.writeLong(hash.high());
    out.writeLong(hash.low());
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws DamagedException if it is damaged, or of a later format
   */
  static Manifest read(Path file) throws IOException {
    byte[] bytes = checked(file);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      Header header = header(in, file);
      DataInputStream rest = new DataInputStream(new InflaterInputStream(in));
      return content(header, rest);
    } catch (EOFException | IllegalArgumentException e) {
      throw new DamagedException(file + " is damaged: " + e.getMessage());
    }
  }

  /** Reads the header alone, after the sum of the whole was checked. */
  static Header header(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(checked(file)))) {
      return header(in, file);
    }
  }

  private static byte[] checked(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length - SUM_BYTES;
    if (end < MAGIC.length) {
      throw new DamagedException(file + " is damaged: it is cut off");
    }
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, end);
    if (Pack.u32(bytes, end) != (int) sum.getValue()) {
      throw new DamagedException(file + " is damaged: its checksum is wrong");
    }
    return bytes;
  }

  private static Header header(DataInputStream in, Path file) throws IOException {
    for (byte expected : MAGIC) {
      if (in.readByte() != expected) {
        throw new DamagedException(file + " is not a stored configuration");
      }
    }
    int format = in.readUnsignedShort();
    if (format != FORMAT) {
      throw new DamagedException(
          file + " has format " + format + ", this version reads format " + FORMAT);
    }
    Instant storedAt = Instant.ofEpochMilli(in.readLong());
    int zones = in.readInt();
    int failed = in.readInt();
    long recordSets = in.readLong();
    List<Long> packs = new ArrayList<>();
    for (int count = in.readInt(); count > 0; count--) {
      packs.add(in.readLong());
    }
    return new Header(storedAt, zones, failed, recordSets, packs, hash(in));
  }

  private static Manifest content(Header header, DataInputStream in) throws IOException {
    Path workingFolder = Path.of(text(in));
    Path mainFile = Path.of(text(in));
    Overrides overrides = new Overrides(optional(text(in)), optional(text(in)));
    Map<String, String> environment = new LinkedHashMap<>();
    for (int count = in.readInt(); count > 0; count--) {
      environment.put(text(in), text(in));
    }
    String hostName = text(in);
    List<Path> folders = new ArrayList<>();
    for (int count = in.readInt(); count > 0; count--) {
      folders.add(Path.of(text(in)));
    }
    Map<Path, ContentHash> files = files(in);
    Map<DomainName, Map<Path, ContentHash>> kept = new LinkedHashMap<>();
    for (int count = in.readInt(); count > 0; count--) {
      kept.put(DomainName.parse(text(in)), files(in));
    }
    return new Manifest(
        header, workingFolder, mainFile, overrides, environment, hostName, folders, files, kept);
  }

  private static Map<Path, ContentHash> files(DataInputStream in) throws IOException {
    Map<Path, ContentHash> files = new LinkedHashMap<>();
    for (int count = in.readInt(); count > 0; count--) {
      files.put(Path.of(text(in)), hash(in));
    }
    return files;
  }

  private static ContentHash hash(DataInputStream in) throws IOException {
    return new ContentHash(in.readLong(), in.readLong());
  }

  private static Optional<String> optional(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static String text(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
