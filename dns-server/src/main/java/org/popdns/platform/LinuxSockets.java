package org.popdns.platform;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether the sockets of this package can be had here. */
public final class LinuxSockets {

  private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64");

  private LinuxSockets() {}

  /**
   * Tries them: the system, the right to call it, and a receive, which some sandboxes refuse.
   *
   * @return why they can't be had; empty if they can
   */
  public static Optional<String> obstacle() {
    return obstacle(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /** As {@link #obstacle()}, for a system of another name. */
  static Optional<String> obstacle(String system, String architecture) {
    Optional<String> unknown = obstacleOfSystem(system, architecture);
    if (unknown.isPresent()) {
      return unknown;
    }
    try {
      return tryReceive();
    } catch (SystemCallException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (IllegalCallerException | LinkageError | UnsupportedOperationException e) {
      return Optional.of("native access is not enabled: " + e.getMessage());
    }
  }

  /** Why nothing of this package can be had on this system. */
  static Optional<String> obstacleOfSystem() {
    return obstacleOfSystem(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  private static Optional<String> obstacleOfSystem(String system, String architecture) {
    if (!system.equals("Linux")) {
      return Optional.of("the system is not Linux but " + system);
    }
    if (!ARCHITECTURES.contains(architecture.toLowerCase(Locale.ROOT))) {
      return Optional.of("the layouts of structures are not known for " + architecture);
    }
    return Optional.empty();
  }

  private static Optional<String> tryReceive() throws SystemCallException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    try (UdpSocket socket = UdpSocket.bind(anyPort, UdpSocket.Sharing.ALONE)) {
      // A socket that is shut down gives an empty datagram at once.
      socket.wake();
      int received = new DatagramRing(socket, 512).receive();
      return received >= 0 || received == -Errno.EAGAIN
          ? Optional.empty()
          : Optional.of("recvmmsg: " + SystemCalls.errorText(-received));
    }
  }
}
