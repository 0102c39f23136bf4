package org.popdns.health.probe.icmp;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Opens sockets for ICMP echo. Java has none, so whoever can make system calls brings them. */
public interface EchoSockets {

  /**
   * Opens one.
   *
   * @throws IOException if there is none to be had; the message says why in the operator's words
   */
  EchoSocket open(Family family) throws IOException;

  /** Each has an ICMP of its own. */
  enum Family {
    /** RFC 792. */
    IPV4,
    /** RFC 4443. */
    IPV6;

    /** The family of an address. */
    static Family of(InetAddress address) {
      return address instanceof Inet4Address ? IPV4 : IPV6;
    }
  }

  /** An open socket. One thread sends, another receives. */
  interface EchoSocket extends AutoCloseable {

    /**
     * Sends a request, without waiting.
     *
     * @param message whole, but for checksum and identifier, which may be filled in by the kernel
     * @throws IOException if it does not leave this host
     */
    void send(byte[] message, InetAddress to) throws IOException;

    /**
     * Waits for a message, for less than a second.
     *
     * @return empty if none came
     * @throws IOException if none will come any more
     */
    Optional<Received> receive() throws IOException;

    @Override
    void close();
  }

  /**
   * A message and who sent it.
   *
   * @param message the whole, from position to limit; nobody else's
   */
  record Received(InetAddress from, ByteBuffer message) {}
}
