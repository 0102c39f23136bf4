package org.popdns.state.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import org.popdns.config.source.ContentHash;

/**
 * Writes a {@link Pack}. A content goes through it in pieces, however large it is. Used by one
 * thread, for one pack.
 */
final class PackWriter implements AutoCloseable {

  /** A content up to this is written from memory. */
  static final int LARGEST_AT_ONCE_BYTES = 1 << 20;

  private static final int PIECE_BYTES = 1 << 16;

  private final FileChannel channel;
  private final Map<ContentHash, Pack.Place> places = new LinkedHashMap<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(4 * PIECE_BYTES);
  // Zone files shrink to a quarter at any level; the fastest costs the least.
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final byte[] piece = new byte[PIECE_BYTES];
  private final byte[] output = new byte[PIECE_BYTES];
  private long at;

  PackWriter(FileChannel channel) {
    this.channel = channel;
  }

  /** What was written so far with its entries in the index, in bytes. */
  long lengthBytes() {
    return at + (long) places.size() * Pack.ENTRY_BYTES;
  }

  /** True if nothing was written. */
  boolean isEmpty() {
    return places.isEmpty();
  }

  /** True if a content was written. */
  boolean has(ContentHash hash) {
    return places.containsKey(hash);
  }

  /** Copies a content from another pack. */
  void copy(ContentHash hash, Pack.Place place, ByteBuffer stored) throws IOException {
    places.put(hash, new Pack.Place(at, place.storedBytes(), place.lengthBytes()));
    write(stored);
  }

  /** Writes a content that is in memory. */
  void write(ContentHash hash, byte[] content) throws IOException {
    byte[] deflated = new byte[content.length];
    deflater.reset();
    deflater.setInput(content);
    deflater.finish();
    int length = 0;
    while (length < deflated.length && !deflater.finished()) {
      length += deflater.deflate(deflated, length, deflated.length - length);
    }
    boolean pays = deflater.finished() && length < content.length;
    places.put(hash, new Pack.Place(at, pays ? length : content.length, content.length));
    write(pays ? ByteBuffer.wrap(deflated, 0, length) : ByteBuffer.wrap(content));
  }

  /**
   * Writes a content that comes in pieces.
   *
   * @return false if it is another than the hash says, and then it is not there
   */
  boolean write(ContentHash hash, InputStream content) throws IOException {
    long start = at;
    MessageDigest digest = ContentHash.digest();
    deflater.reset();
    int length = 0;
    for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
      digest.update(piece, 0, read);
      length += read;
      deflater.setInput(piece, 0, read);
      while (!deflater.needsInput()) {
        write(ByteBuffer.wrap(output, 0, deflater.deflate(output)));
      }
    }
    deflater.finish();
    while (!deflater.finished()) {
      write(ByteBuffer.wrap(output, 0, deflater.deflate(output)));
    }
    // What does not shrink is small, and in memory; a large content that does not is no text.
    boolean right = ContentHash.ofDigest(digest).equals(hash) && at - start < length;
    if (right) {
      places.put(hash, new Pack.Place(start, (int) (at - start), length));
    }
    return right;
  }

  private void write(ByteBuffer bytes) throws IOException {
    at += bytes.remaining();
    if (bytes.remaining() > buffer.remaining()) {
      flush();
    }
    if (bytes.remaining() > buffer.remaining()) {
      drain(bytes);
    } else {
      buffer.put(bytes);
    }
  }

  private void flush() throws IOException {
    drain(buffer.flip());
    buffer.clear();
  }

  private void drain(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Writes the index. */
  void finish() throws IOException {
    ByteBuffer index = ByteBuffer.allocate(places.size() * Pack.ENTRY_BYTES + Pack.TAIL_BYTES);
    places.forEach(
        (hash, place) -> {
          hash.write(index);
          index.putLong(place.offset()).putInt(place.storedBytes()).putInt(place.lengthBytes());
        });
    index.putLong(at).putInt(places.size()).putShort((short) Pack.FORMAT).put(Pack.MAGIC);
    CRC32C sum = new CRC32C();
    sum.update(index.duplicate().flip());
    index.putInt((int) sum.getValue());
    write(index.flip());
    flush();
  }

  @Override
  public void close() {
    deflater.close();
  }
}
