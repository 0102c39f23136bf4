package org.popdns.admin.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** HTTP as a test writes it, byte by byte; a client library would refuse half of it. */
final class RawHttp {
  private RawHttp() {}

  /** Sends the text and returns all that comes back until the server closes. */
  static String exchange(InetSocketAddress address, String text) throws IOException {
    try (var socket = connect(address)) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return untilClosed(socket);
    }
  }

  /** A request with no body, after which the server closes. */
  static String request(InetSocketAddress address, String methodAndPath) throws IOException {
    return exchange(address, methodAndPath + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  static Socket connect(InetSocketAddress address) throws IOException {
    var socket = new Socket();
    socket.setSoTimeout(20_000);
    socket.connect(address, 5_000);
    return socket;
  }

  static String untilClosed(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketException reset) {
      // Closed with bytes of ours unread.
      return "";
    }
  }
}
