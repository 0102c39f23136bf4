package org.popdns.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * The clients of one region. Belongs to one thread, which asks for ever; what changes in it is when
 * the query of each slot was sent.
 */
final class Region {

  private static final long PERIOD_NANOS = 10_000_000;
  private static final int SLOTS = 1 << 10;
  private static final long LOST_AFTER_NANOS = 1_000_000_000L;

  private final String name;
  private final Question question;
  private final PrintStream out;
  private final ByteBuffer packet = ByteBuffer.allocate(2048);
  private final long[] sentNanos = new long[SLOTS];
  private final long[] sentMillis = new long[SLOTS];

  /**
   * Clients that have not asked yet.
   *
   * @param name of the region, in the lines
   * @param out takes the lines; may be shared
   */
  Region(String name, Question question, PrintStream out) {
    this.name = name;
    this.question = question;
    this.out = out;
  }

  /**
   * Asks from each source the service of the same place in the list, by turns, and never returns.
   *
   * @throws IOException if a source is no address of this region
   */
  void ask(List<InetAddress> sources, List<InetSocketAddress> services) throws IOException {
    try (Selector selector = Selector.open()) {
      List<SelectionKey> families = new ArrayList<>();
      for (int i = 0; i < sources.size(); i++) {
        families.add(open(selector, sources.get(i), services.get(i)));
      }
      long next = System.nanoTime();
      for (int count = 0; ; ) {
        long now = System.nanoTime();
        if (now >= next) {
          send(families, count++ % SLOTS);
          next += PERIOD_NANOS;
          sweep();
          continue;
        }
        selector.select(Math.max(1, (next - now) / 1_000_000));
        selector.selectedKeys().clear();
        for (SelectionKey family : families) {
          while (((DatagramChannel) family.channel()).receive(packet.clear()) != null) {
            answered(packet.flip());
          }
        }
      }
    }
  }

  private static SelectionKey open(Selector selector, InetAddress source, InetSocketAddress service)
      throws IOException {
    DatagramChannel channel =
        DatagramChannel.open(
            source.getAddress().length == 4
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
    channel.bind(new InetSocketAddress(source, 0));
    // Not connected: an ICMP error is to count as a lost query, and not to break the socket.
    channel.configureBlocking(false);
    return channel.register(selector, SelectionKey.OP_READ, service);
  }

  /** The message ID says the slot; its parity says the family. */
  private void send(List<SelectionKey> families, int slot) {
    question.write(slot, packet);
    sentNanos[slot] = System.nanoTime();
    sentMillis[slot] = System.currentTimeMillis();
    SelectionKey family = families.get(slot % families.size());
    try {
      var _ =
          ((DatagramChannel) family.channel())
              .send(packet, (InetSocketAddress) family.attachment());
    } catch (IOException noRoute) {
      sentNanos[slot] -= LOST_AFTER_NANOS; // The query is lost at once, and the sweep will say so.
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    for (int slot = 0; slot < SLOTS; slot++) {
      if (sentNanos[slot] != 0 && now - sentNanos[slot] > LOST_AFTER_NANOS) {
        print(slot, "lost - -");
        sentNanos[slot] = 0;
      }
    }
  }

  private void answered(ByteBuffer response) {
    int slot = response.getShort(0) & 0xffff;
    if (slot >= SLOTS || sentNanos[slot] == 0) {
      return;
    }
    long millis = (System.nanoTime() - sentNanos[slot]) / 1_000_000;
    print(
        slot,
        Question.isUseful(response)
            ? millis + " " + Question.nsid(response) + " " + question.address(response)
            : "lost rcode -");
    sentNanos[slot] = 0;
  }

  private void print(int slot, String outcome) {
    String family = slot % 2 == 0 ? "ipv4" : "ipv6";
    out.print(sentMillis[slot] + " " + name + " " + family + " " + outcome + "\n");
  }
}
