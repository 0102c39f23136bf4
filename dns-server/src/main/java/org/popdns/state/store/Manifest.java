package org.popdns.state.store;

import static org.popdns.state.store.FileList.hash;
import static org.popdns.state.store.FileList.text;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
import org.popdns.name.DomainName;

/**
 * What an accepted configuration was read from: the files by their paths with the hashes of their
 * content, and the environment. The contents are in {@link Pack}s, and so is the list of most of
 * the files. Immutable.
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
 * @param files that were read
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
    ListedFiles files,
    Map<DomainName, Map<Path, ContentHash>> keptZones) {

  static final int FORMAT = 8;

  /** Has all files in place of a list and what is other than there; is read, not written. */
  static final int WITHOUT_LIST = 7;

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
   * @param files what was read for it
   * @param mainFile as the operator named it
   * @throws IOException if a file was read twice, and was another
   */
  static Manifest of(
      Accepted accepted,
      ListedFiles files,
      Path mainFile,
      ConfigurationLoader loader,
      Overrides overrides,
      Instant now)
      throws IOException {
    Configuration configuration = accepted.configuration();
    Map<DomainName, Map<Path, ContentHash>> kept = new LinkedHashMap<>();
    for (Map.Entry<DomainName, LoadedZone> zone : accepted.kept().entrySet()) {
      kept.put(zone.getKey(), FileList.of(List.of(zone.getValue().marks())));
    }
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
            folders(accepted),
            files,
            kept);
    return manifest.with(List.of(), manifest.digest());
  }

  /** The folders that were listed, or read in place of files. */
  private static List<Path> folders(Accepted accepted) {
    Set<Path> read = new TreeSet<>(accepted.loaded().files().others());
    accepted.loaded().marks().forEach(mark -> read.remove(mark.file()));
    for (LoadedZone zone : accepted.loaded().zones()) {
      if (zone.files().size() > zone.marks().size()) {
        read.addAll(zone.files());
      }
    }
    read.removeIf(file -> !Files.isDirectory(file));
    return List.copyOf(read);
  }

  /** What tells it from another of which something else was read. */
  private ContentHash digest() throws IOException {
    MessageDigest digest = ContentHash.digest();
    DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(
                new DigestOutputStream(OutputStream.nullOutputStream(), digest)));
    content(out);
    out.flush();
    return ContentHash.ofDigest(digest);
  }

  /**
   * True if it and another are of the same files and the same environment.
   *
   * @param packs where this one's list is
   */
  boolean isSameAs(Manifest other, Packs packs) throws IOException {
    ListedFiles all =
        files.areChanged()
            ? ListedFiles.all(ContentHash.of(FileList.content(files.read(packs))))
            : files;
    return new Manifest(
            header,
            workingFolder,
            mainFile,
            overrides,
            environment,
            hostName,
            folders,
            all,
            keptZones)
        .digest()
        .equals(other.header.what);
  }

  /** The contents that it names itself, each with a file that has it. */
  Map<ContentHash, Path> contents() {
    Map<ContentHash, Path> contents = new LinkedHashMap<>();
    files.put().forEach((file, hash) -> contents.put(hash, file));
    keptZones.values().forEach(of -> of.forEach((file, hash) -> contents.put(hash, file)));
    return contents;
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
    hash(out, files.list());
    List<Path> gone = files.gone().stream().sorted().toList();
    out.writeInt(gone.size());
    for (Path file : gone) {
      text(out, file.toString());
    }
    FileList.write(out, files.put());
    out.writeInt(keptZones.size());
    for (Map.Entry<DomainName, Map<Path, ContentHash>> zone : keptZones.entrySet()) {
      text(out, zone.getKey().toString());
      FileList.write(out, zone.getValue());
    }
  }

  /**
   * Reads what {@link #write} wrote, or the version before did.
   *
   * @throws DamagedException if it is damaged, or of another format
   */
  static Manifest read(Path file) throws IOException {
    byte[] bytes = checked(file);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int format = format(in, file);
      Header header = header(in);
      DataInputStream rest = new DataInputStream(new InflaterInputStream(in));
      return content(format, header, rest);
    } catch (EOFException | IllegalArgumentException e) {
      throw new DamagedException(file + " is damaged: " + e.getMessage());
    }
  }

  /** Reads the header alone, after the sum of the whole was checked. */
  static Header header(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(checked(file)))) {
      format(in, file);
      return header(in);
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

  private static int format(DataInputStream in, Path file) throws IOException {
    for (byte expected : MAGIC) {
      if (in.readByte() != expected) {
        throw new DamagedException(file + " is not a stored configuration");
      }
    }
    int format = in.readUnsignedShort();
    if (format != FORMAT && format != WITHOUT_LIST) {
      throw new DamagedException(
          "%s has format %d, this version reads formats %d and %d"
              .formatted(file, format, WITHOUT_LIST, FORMAT));
    }
    return format;
  }

  private static Header header(DataInputStream in) throws IOException {
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

  private static Manifest content(int format, Header header, DataInputStream in)
      throws IOException {
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
    ListedFiles files =
        format == WITHOUT_LIST ? ListedFiles.each(FileList.read(in)) : listedFiles(in);
    Map<DomainName, Map<Path, ContentHash>> kept = new LinkedHashMap<>();
    for (int count = in.readInt(); count > 0; count--) {
      kept.put(DomainName.parse(text(in)), FileList.read(in));
    }
    return new Manifest(
        header, workingFolder, mainFile, overrides, environment, hostName, folders, files, kept);
  }

  private static ListedFiles listedFiles(DataInputStream in) throws IOException {
    ContentHash list = hash(in);
    Set<Path> gone = new HashSet<>();
    for (int count = in.readInt(); count > 0; count--) {
      gone.add(Path.of(text(in)));
    }
    return new ListedFiles(list, gone, FileList.read(in));
  }

  private static Optional<String> optional(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
