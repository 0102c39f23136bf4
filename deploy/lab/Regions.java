import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The clients of the lab: one thread per region, each in the network namespace of its region, asks the anycast address
 * 100 queries per second, every other one over IPv6. One line per query goes to standard output, when it is answered
 * or a second later: time sent in ms, region, family, ms to the answer or {@code lost}, who answered (NSID, RFC 5001),
 * the first address of the answer.
 *
 * <p>Usage: {@code java Regions.java NAME IPV4 IPV6 QNAME REGION=NAMESPACE,SOURCE4,SOURCE6...}
 */
final class Regions {

  private static final long PERIOD_NANOS = 10_000_000;
  private static final int SLOTS = 1 << 10;
  private static final long LOST_AFTER_NANOS = 1_000_000_000L;
  private static final int NSID = 3;
  private static final int OPT_LENGTH_BYTES = 15;

  private final String region;
  private final DatagramChannel[] channels;
  private final Selector selector;
  private final byte[] question;
  private final PrintStream out;
  private final long[] sentNanos = new long[SLOTS];
  private final long[] sentMillis = new long[SLOTS];

  private Regions(String region, List<DatagramChannel> channels, Selector selector, byte[] question, PrintStream out) {
    this.region = region;
    this.channels = channels.toArray(DatagramChannel[]::new);
    this.selector = selector;
    this.question = question;
    this.out = out;
  }

  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    byte[] question = question(arguments[2]);
    for (String region : Stream.of(arguments).skip(3).toList()) {
      String[] parts = region.split("[=,]");
      Thread.ofPlatform().name(parts[0]).start(() -> run(parts, arguments, question, out));
    }
  }

  private static void run(String[] parts, String[] service, byte[] question, PrintStream out) {
    try {
      enter(parts[1]);
      Selector selector = Selector.open();
      List<DatagramChannel> channels = List.of(
          open(selector, StandardProtocolFamily.INET, parts[2], service[0]),
          open(selector, StandardProtocolFamily.INET6, parts[3], service[1]));
      new Regions(parts[0], channels, selector, question, out).ask();
    } catch (Throwable failure) {
      failure.printStackTrace();
      System.exit(1);
    }
  }

  /** Moves this thread, and with it the sockets that it opens, into a network namespace. */
  private static void enter(String namespace) throws Throwable {
    Linker linker = Linker.nativeLinker();
    MethodHandle open = linker.downcallHandle(linker.defaultLookup().findOrThrow("open"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
        Linker.Option.firstVariadicArg(2));
    MethodHandle setns = linker.downcallHandle(linker.defaultLookup().findOrThrow("setns"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int file = (int) open.invokeExact(arena.allocateFrom("/run/netns/" + namespace), 0);
      int cloneNewNet = 0x40000000;
      if (file < 0 || (int) setns.invokeExact(file, cloneNewNet) != 0) {
        throw new IllegalStateException("no network namespace " + namespace + ", or not root");
      }
    }
  }

  private static DatagramChannel open(Selector selector, StandardProtocolFamily family, String source, String service)
      throws Exception {
    DatagramChannel channel = DatagramChannel.open(family);
    channel.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
    // Not connected: an ICMP error is to count as a lost query, and not to break the socket.
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, new InetSocketAddress(InetAddress.getByName(service), 53));
    return channel;
  }

  private void ask() throws Exception {
    ByteBuffer packet = ByteBuffer.allocate(2048);
    long next = System.nanoTime();
    for (int count = 0; ; ) {
      long now = System.nanoTime();
      if (now >= next) {
        send(packet, count++);
        next += PERIOD_NANOS;
        sweep();
        continue;
      }
      selector.select(Math.max(1, (next - now) / 1_000_000));
      selector.selectedKeys().clear();
      for (DatagramChannel channel : channels) {
        while (channel.receive(packet.clear()) != null) {
          answered(packet.flip());
        }
      }
    }
  }

  /** The message ID says the slot; its parity says the family. */
  private void send(ByteBuffer packet, int count) throws Exception {
    int slot = count % SLOTS;
    packet.clear().putShort((short) slot).put(question).flip();
    sentNanos[slot] = System.nanoTime();
    sentMillis[slot] = System.currentTimeMillis();
    DatagramChannel channel = channels[slot % 2];
    try {
      channel.send(packet, (InetSocketAddress) channel.keyFor(selector).attachment());
    } catch (java.io.IOException unreachable) {
      // No route at the client itself: the query is lost, and the sweep will say so.
      LockSupport.parkNanos(1);
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

  private void answered(ByteBuffer packet) {
    int slot = packet.getShort(0) & 0xffff;
    if (slot >= SLOTS || sentNanos[slot] == 0) {
      return;
    }
    long micros = (System.nanoTime() - sentNanos[slot]) / 1000;
    boolean useful = (packet.get(3) & 0xf) == 0 && packet.getShort(6) > 0;
    print(slot, useful ? micros / 1000 + " " + nsid(packet) + " " + address(packet) : "lost rcode -");
    sentNanos[slot] = 0;
  }

  private void print(int slot, String outcome) {
    out.print(sentMillis[slot] + " " + region + (slot % 2 == 0 ? " ipv4 " : " ipv6 ") + outcome + "\n");
  }

  /** The RDATA of the first answer, an A record whose owner is a pointer to the question. */
  private String address(ByteBuffer packet) {
    int at = 2 + question.length - OPT_LENGTH_BYTES + 12;
    return (packet.get(at) & 0xff) + "." + (packet.get(at + 1) & 0xff) + "." + (packet.get(at + 2) & 0xff) + "."
        + (packet.get(at + 3) & 0xff);
  }

  /** The option's text. The OPT record is the last one, and NSID its first option. */
  private static String nsid(ByteBuffer packet) {
    for (int at = packet.limit() - 5; at > 12; at--) {
      int length = packet.getShort(at + 2);
      if (packet.getShort(at) == NSID && length > 0 && at + 4 + length == packet.limit()) {
        byte[] text = new byte[length];
        packet.get(at + 4, text);
        return new String(text, StandardCharsets.US_ASCII);
      }
    }
    return "unknown";
  }

  /** A query without its ID: flags, counts, QNAME, A, IN, and an OPT record that asks for NSID. */
  private static byte[] question(String name) {
    ByteBuffer bytes = ByteBuffer.allocate(300);
    bytes.putShort((short) 0).putShort((short) 1).putInt(0).putShort((short) 1);
    for (String label : name.split("\\.")) {
      bytes.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
    }
    bytes.put((byte) 0).putShort((short) 1).putShort((short) 1);
    bytes.put((byte) 0).putShort((short) 41).putShort((short) 1232).putInt(0);
    bytes.putShort((short) 4).putShort((short) NSID).putShort((short) 0);
    byte[] trimmed = new byte[bytes.position()];
    bytes.flip().get(trimmed);
    return trimmed;
  }
}
