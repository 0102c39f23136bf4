package org.popdns.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import org.popdns.health.probe.icmp.EchoPermission;
import org.popdns.health.probe.icmp.EchoSockets;
import org.popdns.platform.Errno;
import org.popdns.platform.IcmpSocket;
import org.popdns.platform.LinuxSockets;
import org.popdns.platform.SystemCallException;

/** The sockets by which health checks send ICMP echoes, by Linux' system calls. Stateless. */
public final class LinuxEchoSockets implements EchoSockets {

  /** Makes one; all are alike. */
  public LinuxEchoSockets() {}

  @Override
  public EchoSocket open(Family family) throws IOException {
    Optional<String> obstacle = LinuxSockets.obstacle();
    if (obstacle.isPresent()) {
      throw new IOException("this host has no ICMP echo: " + obstacle.get());
    }
    try {
      return new Opened(
          switch (family) {
            case IPV4 -> IcmpSocket.ofIpv4();
            case IPV6 -> IcmpSocket.ofIpv6();
          });
    } catch (SystemCallException refused) {
      throw refused.errno() == Errno.EACCES
          ? new IOException(EchoPermission.refused(), refused)
          : refused;
    }
  }

  /** A socket that is open. */
  private record Opened(IcmpSocket socket) implements EchoSocket {

    @Override
    public void send(byte[] message, InetAddress to) throws IOException {
      socket.send(message, to);
    }

    @Override
    public Optional<Received> receive() throws IOException {
      return socket.receive().map(got -> new Received(got.from(), got.message()));
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
