package org.popdns.harness;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/** Asks a nameserver over UDP and TCP, byte by byte. */
public final class DnsClient {

  private static final int TIMEOUT_MILLIS = 10_000;

  // Long enough for an answer that is on its way, short enough to wait for one that is not.
  private static final int SILENCE_MILLIS = 250;

  private final InetSocketAddress server;

  /** A client of the server at that address. */
  public DnsClient(InetSocketAddress server) {
    this.server = server;
  }

  /** The response to a message over UDP. */
  public byte[] udp(byte[] message) throws IOException {
    try (DatagramSocket socket = connect()) {
      return exchange(socket, message);
    }
  }

  /** The decoded response to a query over UDP. */
  public Decoded udp(QueryBytes query) throws IOException {
    return Decoded.of(udp(query.bytes()));
  }

  /** A datagram socket from which only this server is reached. */
  public DatagramSocket connect() throws IOException {
    DatagramSocket socket = new DatagramSocket();
    socket.connect(server);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  /** One message and its response over a connected socket. */
  public static byte[] exchange(DatagramSocket socket, byte[] message) throws IOException {
    socket.send(new DatagramPacket(message, message.length));
    return receive(socket);
  }

  private static byte[] receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65535], 65535);
    socket.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  /**
   * True if a message gets no response over UDP, while a good query sent right after it on the same
   * socket does.
   */
  public boolean ignores(byte[] message) throws IOException {
    try (DatagramSocket socket = connect()) {
      byte[] good = QueryBytes.of("id.server.", 16, 3).id(0x7777).bytes();
      socket.send(new DatagramPacket(message, message.length));
      byte[] first = exchange(socket, good);
      socket.setSoTimeout(SILENCE_MILLIS);
      try {
        receive(socket);
        return false;
      } catch (SocketTimeoutException silence) {
        return first[0] == 0x77 && first[1] == 0x77;
      }
    }
  }

  /** The decoded response to a query over a TCP connection of its own. */
  public Decoded tcp(QueryBytes query) throws IOException {
    try (Tcp connection = tcp()) {
      connection.send(query.bytes());
      return Decoded.of(connection.receive());
    }
  }

  /** A TCP connection. */
  public Tcp tcp() throws IOException {
    return tcp(new Socket());
  }

  /** A TCP connection from one of this machine's addresses, such as 127.0.0.77. */
  public Tcp tcpFrom(String address) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(address, 0));
    return tcp(socket);
  }

  private Tcp tcp(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(2 * TIMEOUT_MILLIS);
    socket.connect(server, TIMEOUT_MILLIS);
    return new Tcp(socket, new DataInputStream(socket.getInputStream()));
  }

  /**
   * A TCP connection with messages behind their lengths (RFC 1035 §4.2.2).
   *
   * @param socket the connection
   * @param in what comes from the server
   */
  public record Tcp(Socket socket, DataInputStream in) implements Closeable {

    /** The message behind its length. */
    public static byte[] framed(byte[] message) {
      byte[] framed = new byte[message.length + 2];
      framed[0] = (byte) (message.length >>> 8);
      framed[1] = (byte) message.length;
      System.arraycopy(message, 0, framed, 2, message.length);
      return framed;
    }

    /** Sends a message behind its length, in one piece. */
    public void send(byte[] message) throws IOException {
      sendRaw(framed(message));
    }

    /** Sends bytes as they are, in one piece. */
    public void sendRaw(byte... bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    /** The next message. */
    public byte[] receive() throws IOException {
      byte[] message = new byte[in.readUnsignedShort()];
      in.readFully(message);
      return message;
    }

    /** True if the server closes the connection without another byte. */
    public boolean isClosedByServer() throws IOException {
      try {
        return in.read() < 0;
      } catch (java.net.SocketException reset) {
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
