package org.popdns.transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.popdns.answer.Client;

/** Tells a worker's {@link Client} who sent a message. On the worker's event loop. */
final class ClientAddress {

  private ClientAddress() {}

  /** The sender of a datagram. */
  static void ofDatagram(InetAddress sender, Client client) {
    ByteBuffer bytes = ByteBuffer.wrap(sender.getAddress());
    if (sender instanceof Inet4Address) {
      client.udpIpv4(bytes.getInt());
    } else {
      client.udpIpv6(bytes.getLong(), bytes.getLong());
    }
  }

  /**
   * The other end of a connection.
   *
   * @param keepaliveDeciseconds how long it may be idle, in units of 100 ms
   */
  static void ofConnection(InetAddress peer, int keepaliveDeciseconds, Client client) {
    ByteBuffer bytes = ByteBuffer.wrap(peer.getAddress());
    if (peer instanceof Inet4Address) {
      client.tcpIpv4(bytes.getInt(), keepaliveDeciseconds);
    } else {
      client.tcpIpv6(bytes.getLong(), bytes.getLong(), keepaliveDeciseconds);
    }
  }
}
