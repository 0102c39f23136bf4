package org.popdns.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Says in one line why an address can't be bound and what to do about it. */
final class BindFailure {

  private static final int FIRST_UNPRIVILEGED_PORT = 1024;

  private BindFailure() {}

  /**
   * Waits for a bind.
   *
   * @return the bound channel
   * @throws BindFailedException with a line for the operator
   */
  static Channel await(ChannelFuture bind, InetSocketAddress address, String protocol)
      throws BindFailedException {
    bind.awaitUninterruptibly();
    Throwable cause = bind.cause();
    if (cause == null) {
      return bind.channel();
    }
    throw of(cause, address, protocol);
  }

  /** A failure to bind, with a line for the operator. */
  static BindFailedException of(Throwable cause, InetSocketAddress address, String protocol) {
    return new BindFailedException(
        text(address) + " (" + protocol + "): " + reason(cause, address), cause);
  }

  /** {@code address:port}, an IPv6 address in brackets. */
  static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return address.getAddress() instanceof Inet6Address
        ? "[" + host + "]:" + address.getPort()
        : host + ":" + address.getPort();
  }

  private static String reason(Throwable cause, InetSocketAddress address) {
    String message = String.valueOf(cause.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("address already in use")) {
      return "address already in use: another popdns or another nameserver answers there";
    }
    if (lower.contains("permission denied")) {
      return address.getPort() < FIRST_UNPRIVILEGED_PORT
          ? "permission denied: ports below 1024 need root or CAP_NET_BIND_SERVICE"
          : "permission denied";
    }
    if (lower.contains("cannot assign requested address")) {
      return "the address is not configured on this host";
    }
    return message;
  }
}
