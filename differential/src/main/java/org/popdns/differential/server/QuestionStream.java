package org.popdns.differential.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.popdns.differential.wire.Ask;
import org.popdns.differential.wire.Response;
import org.popdns.differential.wire.Response.Outcome;
import org.popdns.differential.wire.ResponseReader;

/**
 * Puts many questions to one server over UDP, some of them under way at any time, and asks again
 * what is not answered. Used by one thread.
 */
final class QuestionStream {

  private static final int WINDOW = 96;
  private static final int ATTEMPTS = 3;
  private static final long PATIENCE_NANOS = 700_000_000;

  private final SocketAddress server;
  private final ByteBuffer buffer = ByteBuffer.allocate(65536);

  QuestionStream(InetSocketAddress server) {
    this.server = server;
  }

  /** The responses in the order of the questions; silence is one as well. */
  List<Response> ask(List<Ask> asks) throws IOException {
    List<Response> responses =
        new ArrayList<>(Collections.nCopies(asks.size(), Response.none(Outcome.SILENCE)));
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < asks.size(); i++) {
      open.add(i);
    }
    for (int attempt = 0; attempt < ATTEMPTS && !open.isEmpty(); attempt++) {
      round(asks, open, responses);
      open.removeIf(i -> responses.get(i).outcome() != Outcome.SILENCE);
    }
    return responses;
  }

  private void round(List<Ask> asks, List<Integer> indices, List<Response> responses)
      throws IOException {
    try (Selector selector = Selector.open();
        DatagramChannel channel = DatagramChannel.open()) {
      channel.configureBlocking(false);
      channel.connect(server);
      channel.register(selector, SelectionKey.OP_READ);
      ArrayDeque<Integer> waiting = new ArrayDeque<>(indices);
      int[] asked = new int[65536];
      Arrays.fill(asked, -1);
      int id = 0;
      int underWay = 0;
      long last = System.nanoTime();
      while ((!waiting.isEmpty() || underWay > 0) && System.nanoTime() - last < PATIENCE_NANOS) {
        while (underWay < WINDOW && !waiting.isEmpty()) {
          int index = waiting.remove();
          asked[id] = index;
          send(channel, asks.get(index), id);
          id = (id + 1) & 0xFFFF;
          underWay++;
        }
        selector.select(50);
        selector.selectedKeys().clear();
        for (byte[] message = receive(channel); message.length > 0; message = receive(channel)) {
          int answered = (message[0] & 0xFF) << 8 | (message[1] & 0xFF);
          if (asked[answered] >= 0) {
            responses.set(asked[answered], ResponseReader.read(message));
            asked[answered] = -1;
            underWay--;
            last = System.nanoTime();
          }
        }
      }
    } catch (PortUnreachableException e) {
      return; // Nobody listens yet.
    }
  }

  private void send(DatagramChannel channel, Ask ask, int id) throws IOException {
    buffer.clear().put(ask.message()).putShort(0, (short) id).flip();
    channel.write(buffer);
  }

  /** The next message; none if there is none at present. */
  private byte[] receive(DatagramChannel channel) throws IOException {
    buffer.clear();
    int length = channel.read(buffer);
    return length < 2 ? new byte[0] : Arrays.copyOf(buffer.array(), length);
  }
}
