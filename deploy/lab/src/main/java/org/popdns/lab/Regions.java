package org.popdns.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The clients of the lab: one thread per region, each in the network namespace of its region, asks
 * the anycast address 100 queries per second, every other one over IPv6. One line per query goes to
 * standard output, when it is answered or a second later: time sent in ms, region, family, ms to
 * the answer or {@code lost}, who answered (NSID, RFC 5001), the first address of the answer.
 *
 * <p>Arguments: {@code IPV4 IPV6 QNAME REGION=NAMESPACE,SOURCE4,SOURCE6...}
 */
final class Regions {

  private static final int PORT = 53;

  private Regions() {}

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    List<InetSocketAddress> service =
        List.of(
            new InetSocketAddress(InetAddress.getByName(arguments[0]), PORT),
            new InetSocketAddress(InetAddress.getByName(arguments[1]), PORT));
    Question question = new Question(arguments[2]);
    for (String region : List.of(arguments).subList(3, arguments.length)) {
      List<String> parts = List.of(region.split("[=,]", -1));
      var _ =
          Thread.ofPlatform()
              .name(parts.get(0))
              .start(() -> run(parts, service, new Region(parts.get(0), question, out)));
    }
  }

  private static void run(List<String> parts, List<InetSocketAddress> service, Region region) {
    try {
      Linux.enterNetworkNamespace(parts.get(1));
      region.ask(
          List.of(InetAddress.getByName(parts.get(2)), InetAddress.getByName(parts.get(3))),
          service);
    } catch (IOException | RuntimeException failure) {
      System.err.println("the clients of " + parts.get(0) + ": " + failure);
      System.exit(1);
    }
  }
}
