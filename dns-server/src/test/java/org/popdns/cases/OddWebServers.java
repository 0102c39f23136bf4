package org.popdns.cases;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The web servers of case 40, at two addresses and one port: one sends Transfer-Encoding beside
 * Content-Length, one the same Content-Length twice.
 */
final class OddWebServers implements AutoCloseable {

  private static final int ATTEMPTS = 50;
  private static final String CHUNKED_WITH_LENGTH =
      String.join(
          "\r\n",
          List.of(
              "HTTP/1.1 200 OK",
              "Content-Length: 2",
              "Transfer-Encoding: chunked",
              "",
              "2",
              "ok",
              "0",
              "",
              ""));
  private static final String LENGTH_TWICE =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok";

  private final ServerSocket first;
  private final ServerSocket second;

  private OddWebServers(ServerSocket first, ServerSocket second) {
    this.first = first;
    this.second = second;
    Thread.startVirtualThread(() -> serve(first, CHUNKED_WITH_LENGTH));
    Thread.startVirtualThread(() -> serve(second, LENGTH_TWICE));
  }

  static OddWebServers start() throws IOException {
    IOException last = new BindException("no attempt");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      ServerSocket first = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.9.14"));
      try {
        InetAddress other = InetAddress.ofLiteral("127.0.9.15");
        return new OddWebServers(first, new ServerSocket(first.getLocalPort(), 50, other));
      } catch (BindException taken) {
        first.close();
        last = taken;
      }
    }
    throw last;
  }

  int port() {
    return first.getLocalPort();
  }

  private static void serve(ServerSocket listening, String answer) {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        readRequest(socket.getInputStream());
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException gone) {
        // The probe has closed its side, or close() has ended the accept.
      }
    }
  }

  private static void readRequest(InputStream in) throws IOException {
    StringBuilder request = new StringBuilder();
    int next = in.read();
    while (next >= 0 && request.indexOf("\r\n\r\n") < 0) {
      request.append((char) next);
      next = request.indexOf("\r\n\r\n") < 0 ? in.read() : -1;
    }
  }

  @Override
  public void close() throws IOException {
    first.close();
    second.close();
  }
}
