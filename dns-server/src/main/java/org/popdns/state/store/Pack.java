package org.popdns.state.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.popdns.config.source.ContentHash;

/**
 * Contents of files, each once, in one file: what a configuration brought that was not stored
 * already. Written once by {@link PackWriter}, then only read. A content's hash is also the proof
 * that it is whole.
 *
 * <pre>
 *   contents, deflated where that makes them shorter
 *   index: for each content 16 bytes hash | i64 offset | u32 stored length | u32 length
 *   i64 offset of the index | u32 contents | u16 format | "popdns\n" | u8 0 | u32 CRC-32C from the index on
 * </pre>
 */
final class Pack implements AutoCloseable {

  static final int FORMAT = 1;
  static final byte[] MAGIC = {'p', 'o', 'p', 'd', 'n', 's', '\n', 0};
  static final int TAIL_BYTES = 8 + 4 + 2 + MAGIC.length + 4;
  static final int ENTRY_BYTES = ContentHash.LENGTH_BYTES + 8 + 4 + 4;

  private final Path file;
  private final FileChannel channel;
  private final PackIndex index;

  /** Where a content lies; it is deflated if that is shorter. */
  record Place(long offset, int storedBytes, int lengthBytes) {}

  private Pack(Path file, FileChannel channel, PackIndex index) {
    this.file = file;
    this.channel = channel;
    this.index = index;
  }

  /**
   * Opens a pack and reads its index.
   *
   * @throws DamagedException if that is damaged
   */
  static Pack open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new Pack(file, channel, index(file, channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static PackIndex index(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < TAIL_BYTES) {
      throw new DamagedException(file + " is damaged: it is cut off");
    }
    ByteBuffer tail = read(file, channel, size - TAIL_BYTES, TAIL_BYTES);
    long indexAt = tail.getLong();
    int count = tail.getInt();
    int format = tail.getShort();
    long indexBytes = (long) count * ENTRY_BYTES;
    byte[] magic = new byte[MAGIC.length];
    tail.get(magic);
    if (!Arrays.equals(magic, MAGIC)
        || count < 0
        || indexAt < 0
        || indexAt + indexBytes + TAIL_BYTES != size
        || indexBytes + TAIL_BYTES > Integer.MAX_VALUE) {
      throw new DamagedException(file + " is damaged: it has no end that fits");
    }
    ByteBuffer index = read(file, channel, indexAt, (int) (indexBytes + TAIL_BYTES));
    CRC32C sum = new CRC32C();
    sum.update(index.slice(0, index.limit() - 4));
    if (index.getInt(index.limit() - 4) != (int) sum.getValue()) {
      throw new DamagedException(file + " is damaged: its checksum is wrong");
    }
    if (format != FORMAT) {
      throw new DamagedException(
          file + " has format " + format + ", this version reads format " + FORMAT);
    }
    return new PackIndex(index, count);
  }

  /** Which contents there are, in the order they lie there. */
  PackIndex index() {
    return index;
  }

  /** A content as it is stored. */
  ByteBuffer stored(Place place) throws IOException {
    return read(file, channel, place.offset, place.storedBytes);
  }

  /**
   * A content.
   *
   * @throws DamagedException if it is damaged
   */
  byte[] content(ContentHash hash, Place place) throws IOException {
    byte[] stored = stored(place).array();
    byte[] content =
        place.storedBytes < place.lengthBytes ? inflated(stored, place.lengthBytes) : stored;
    if (!ContentHash.of(content).equals(hash)) {
      throw damaged();
    }
    return content;
  }

  private byte[] inflated(byte[] stored, int lengthBytes) throws IOException {
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(stored);
      byte[] content = new byte[lengthBytes];
      int length = 0;
      while (length < lengthBytes) {
        int more = inflater.inflate(content, length, lengthBytes - length);
        if (more == 0) {
          throw damaged();
        }
        length += more;
      }
      return content;
    } catch (DataFormatException e) {
      throw damaged();
    }
  }

  private DamagedException damaged() {
    return new DamagedException("what is stored of it is damaged, in " + file);
  }

  private static ByteBuffer read(Path file, FileChannel channel, long at, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new DamagedException(file + " is damaged: it is cut off");
      }
    }
    return buffer.flip();
  }

  static int u32(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getInt(at);
  }

  @Override
  public void close() throws IOException {
    index.close();
    channel.close();
  }
}
