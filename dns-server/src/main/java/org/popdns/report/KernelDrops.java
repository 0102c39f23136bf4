package org.popdns.report;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Datagrams that the kernel dropped because a receive buffer of ours was full: the last column of
 * {@code /proc/net/udp} and {@code udp6}, for the sockets bound to the service addresses. Read when
 * the metrics are asked for.
 */
public final class KernelDrops {

  private static final int LOCAL_ADDRESS_FIELD = 1;

  private final Path procNet;
  private final Set<String> addresses = new HashSet<>();

  public KernelDrops(Path procNet, List<InetSocketAddress> bound) {
    this.procNet = procNet;
    for (InetSocketAddress address : bound) {
      addresses.add(procText(address));
    }
  }

  /** Drops since the sockets were opened; 0 where the system doesn't tell. */
  public long count() throws IOException {
    return count(procNet.resolve("udp")) + count(procNet.resolve("udp6"));
  }

  private long count(Path table) throws IOException {
    if (!Files.isReadable(table)) {
      return 0;
    }
    long drops = 0;
    for (String line : Files.readAllLines(table, StandardCharsets.US_ASCII)) {
      String[] fields = line.trim().split("\\s+", -1);
      if (fields.length > 2 && addresses.contains(fields[LOCAL_ADDRESS_FIELD])) {
        drops += Long.parseLong(fields[fields.length - 1]);
      }
    }
    return drops;
  }

  /** The address as those tables spell it: 32-bit words in the machine's byte order, in hex. */
  private static String procText(InetSocketAddress address) {
    ByteBuffer bytes =
        ByteBuffer.wrap(address.getAddress().getAddress()).order(ByteOrder.nativeOrder());
    StringBuilder text = new StringBuilder();
    int words = address.getAddress() instanceof Inet4Address ? 1 : 4;
    for (int i = 0; i < words; i++) {
      text.append(String.format(Locale.ROOT, "%08X", bytes.getInt()));
    }
    return text.append(String.format(Locale.ROOT, ":%04X", address.getPort())).toString();
  }
}
