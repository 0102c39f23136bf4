package org.popdns.admin.socket;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/**
 * Lines of UTF-8 over a blocking channel, each ended by {@code \n} and bounded in length. One
 * thread reads and writes; any thread may {@link #close} it or {@link #endInput}, which ends a wait
 * in {@link #next}. What changes is the buffer of bytes that came after the last line.
 */
final class LineChannel implements Closeable {
  private static final int FIRST_BUFFER_BYTES = 4096;

  private final SocketChannel channel;
  private final int maximumLineBytes;
  private ByteBuffer received;

  /**
   * Takes ownership of the channel.
   *
   * @param maximumLineBytes the longest line, without its end
   */
  LineChannel(SocketChannel channel, int maximumLineBytes) {
    this.channel = channel;
    this.maximumLineBytes = maximumLineBytes;
    this.received = ByteBuffer.allocate(Math.min(FIRST_BUFFER_BYTES, maximumLineBytes + 1));
  }

  /** The user at the other end (SO_PEERCRED); empty if the system does not say. */
  Optional<String> peer() {
    try {
      return Optional.of(channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName());
    } catch (IOException | UnsupportedOperationException unknown) {
      return Optional.empty();
    }
  }

  /**
   * Waits for the next line.
   *
   * @throws java.nio.channels.ClosedChannelException if this is or gets closed
   * @throws IOException if the peer is gone
   */
  Line next() throws IOException {
    int scanned = 0;
    while (true) {
      for (; scanned < received.position(); scanned++) {
        if (received.get(scanned) == '\n') {
          return take(scanned);
        }
      }
      if (scanned > maximumLineBytes) {
        return new Line.TooLong();
      }
      if (!received.hasRemaining()) {
        grow();
      }
      if (channel.read(received) < 0) {
        return scanned == 0 ? new Line.End() : new Line.CutOff();
      }
    }
  }

  private Line take(int lengthBytes) {
    received.flip();
    Line line;
    try {
      line =
          new Line.Text(
              StandardCharsets.UTF_8
                  .newDecoder()
                  .decode(received.slice(0, lengthBytes))
                  .toString());
    } catch (CharacterCodingException notUtf8) {
      line = new Line.NotText();
    }
    received.position(lengthBytes + 1).compact();
    return line;
  }

  private void grow() {
    int doubled = (int) Math.min(2L * received.capacity(), maximumLineBytes + 1L);
    received = ByteBuffer.allocate(doubled).put(received.flip());
  }

  /**
   * Writes one line; waits while the peer does not read.
   *
   * @param line without line breaks
   * @throws IOException if the peer is gone, or this gets closed
   */
  void send(String line) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + '\n');
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Makes {@link #next} return {@link Line.End} from now on; {@link #send} still works. */
  void endInput() throws IOException {
    channel.shutdownInput();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
