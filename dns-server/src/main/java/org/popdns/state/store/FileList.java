package org.popdns.state.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.popdns.config.source.ContentHash;
import org.popdns.config.source.FileMark;

/**
 * Files by their paths, as the configuration names them, with the hashes of their contents: as they
 * stand in a {@link Manifest}, and in a content of its own. Stateless.
 *
 * <pre>
 *   u32 files | for each: u32 length, path | hash: 16 bytes
 * </pre>
 */
final class FileList {

  private FileList() {}

  /**
   * The files that were marked.
   *
   * @throws IOException if a file was read twice, and was another: several zones may include it
   */
  static Map<Path, ContentHash> of(Iterable<List<FileMark>> marks) throws IOException {
    Map<Path, ContentHash> files = new LinkedHashMap<>();
    for (List<FileMark> some : marks) {
      for (FileMark mark : some) {
        ContentHash hash = mark.hash();
        ContentHash before = files.putIfAbsent(mark.file(), hash);
        if (before != null && !before.equals(hash)) {
          throw changed(mark.file());
        }
      }
    }
    return files;
  }

  /** What a file that is another than it was read is refused with. */
  static IOException changed(Path file) {
    return new IOException(file + " has changed since it was read");
  }

  /** The list as a content, in the order of the paths: equal for the same files. */
  static byte[] content(Map<Path, ContentHash> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(new DataOutputStream(bytes), files);
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #content} gave.
   *
   * @throws DamagedException if it is no list
   */
  static Map<Path, ContentHash> read(byte[] content) throws IOException {
    try {
      return read(new DataInputStream(new ByteArrayInputStream(content)));
    } catch (EOFException | IllegalArgumentException e) {
      throw new DamagedException("the list of its files is damaged: " + e.getMessage());
    }
  }

  static void write(DataOutputStream out, Map<Path, ContentHash> files) throws IOException {
    out.writeInt(files.size());
    List<Map.Entry<Path, ContentHash>> sorted = new ArrayList<>(files.entrySet());
    sorted.sort(Map.Entry.comparingByKey(Comparator.naturalOrder()));
    for (Map.Entry<Path, ContentHash> file : sorted) {
      text(out, file.getKey().toString());
      hash(out, file.getValue());
    }
  }

  static Map<Path, ContentHash> read(DataInputStream in) throws IOException {
    Map<Path, ContentHash> files = new LinkedHashMap<>();
    for (int count = in.readInt(); count > 0; count--) {
      files.put(Path.of(text(in)), hash(in));
    }
    return files;
  }

  static void hash(DataOutputStream out, ContentHash hash) throws IOException {
    out.writeLong(hash.high());
    out.writeLong(hash.low());
  }

  static ContentHash hash(DataInputStream in) throws IOException {
    return new ContentHash(in.readLong(), in.readLong());
  }

  static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String text(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
