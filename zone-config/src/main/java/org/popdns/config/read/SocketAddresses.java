package org.popdns.config.read;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Scalars;

/**
 * Reads {@code 192.0.2.1:53}, {@code [2001:db8::1]:53} and either without a port. Never looks a
 * host name up. Used by the one thread that loads.
 */
final class SocketAddresses {

  private static final String EXPECTED =
      "an IP address with a port, such as 192.0.2.1:53 or [2001:db8::1]:53";

  private final Scalars scalars;
  private final int defaultPort;

  /**
   * Reads with a default.
   *
   * @param defaultPort the port where none is given
   */
  SocketAddresses(Scalars scalars, int defaultPort) {
    this.scalars = scalars;
    this.defaultPort = defaultPort;
  }

  /** The socket address; empty if it does not fit, and then that is reported. */
  Optional<InetSocketAddress> read(Node node, String what) {
    return scalars
        .text(node, what)
        .flatMap(text -> parse(text).or(() -> scalars.mismatch(node, what, EXPECTED)));
  }

  private Optional<InetSocketAddress> parse(String text) {
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      if (close < 0) {
        return Optional.empty();
      }
      return parse(text.substring(1, close), text.substring(close + 1))
          .filter(address -> address.getAddress().getAddress().length == 16);
    }
    int colon = text.indexOf(':');
    boolean bareIpv6 = colon >= 0 && text.indexOf(':', colon + 1) >= 0;
    return colon < 0 || bareIpv6
        ? parse(text, "")
        : parse(text.substring(0, colon), text.substring(colon));
  }

  private Optional<InetSocketAddress> parse(String host, String colonAndPort) {
    return Scalars.parseAddress(host)
        .flatMap(address -> port(colonAndPort).map(port -> new InetSocketAddress(address, port)));
  }

  private Optional<Integer> port(String colonAndPort) {
    if (colonAndPort.isEmpty()) {
      return Optional.of(defaultPort);
    }
    if (!colonAndPort.matches(":[0-9]{1,5}")) {
      return Optional.empty();
    }
    int port = Integer.parseInt(colonAndPort.substring(1));
    return port <= 0xffff ? Optional.of(port) : Optional.empty();
  }
}
