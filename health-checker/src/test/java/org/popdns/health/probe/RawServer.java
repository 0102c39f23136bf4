package org.popdns.health.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A server on loopback that answers each connection with whatever a script writes. */
public final class RawServer implements AutoCloseable {
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicReference<String> lastRequest = new AtomicReference<>("");

  public RawServer(Script script) {
    this(script, InetAddress.getLoopbackAddress());
  }

  public RawServer(Script script, InetAddress address) {
    try {
      listening = new ServerSocket(0, 50, address);
    } catch (IOException noSocket) {
      throw new UncheckedIOException(noSocket);
    }
    Thread.startVirtualThread(() -> accept(script));
  }

  /** A server over TLS. */
  public RawServer(Script script, SSLContext tls, InetAddress address) {
    try {
      listening = tls.getServerSocketFactory().createServerSocket(0, 50, address);
    } catch (IOException noSocket) {
      throw new UncheckedIOException(noSocket);
    }
    Thread.startVirtualThread(() -> accept(script));
  }

  public int port() {
    return listening.getLocalPort();
  }

  public String lastRequest() {
    return lastRequest.get();
  }

  /** Connections that neither side has given up. */
  public int openConnections() {
    return open.size();
  }

  private void accept(Script script) {
    try {
      while (true) {
        Socket socket = listening.accept();
        open.add(socket);
        Thread.startVirtualThread(() -> serve(socket, script));
      }
    } catch (IOException closed) {
      // close() has ended the accept; so ends this thread.
    }
  }

  private void serve(Socket socket, Script script) {
    try (socket) {
      script.answer(new Connection(socket));
    } catch (IOException | InterruptedException gone) {
      // The probe has closed its side, which most scripts wait for.
    } finally {
      open.remove(socket);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      listening.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** What the server does with a connection; when it returns, the connection is closed. */
  public interface Script {
    void answer(Connection connection) throws IOException, InterruptedException;
  }

  /** One client's connection. */
  public final class Connection {
    private final Socket socket;

    private Connection(Socket socket) {
      this.socket = socket;
    }

    public void readRequest() throws IOException {
      InputStream in = socket.getInputStream();
      StringBuilder request = new StringBuilder();
      while (request.indexOf("\r\n\r\n") < 0) {
        int c = in.read();
        if (c < 0) {
          throw new IOException("closed within the request");
        }
        request.append((char) c);
      }
      lastRequest.set(request.toString());
    }

    public void write(String text) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    /** Lets a little time pass, so that what comes next is a packet of its own. */
    public void pause() throws IOException, InterruptedException {
      if (closing.await(20, TimeUnit.MILLISECONDS)) {
        throw new IOException("the server is closing");
      }
    }

    /** Waits until the client closes its side. */
    public void awaitClose() throws IOException {
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {
        // Whatever it still says.
      }
    }

    /** Reads whatever comes first. */
    public void readSome() throws IOException {
      if (socket.getInputStream().read(new byte[4096]) < 0) {
        throw new IOException("closed at once");
      }
    }

    /** What a server over TLS offers. */
    public void offer(SSLParameters parameters) {
      if (socket instanceof SSLSocket tls) {
        tls.setSSLParameters(parameters);
      }
    }

    /** When the TLS session began, which is before this connection if it was resumed. */
    public long sessionMillis() {
      return ((SSLSocket) socket).getSession().getCreationTime();
    }

    /** The name that the client asked for by SNI; empty if it asked for none. */
    public String serverName() {
      return socket instanceof SSLSocket tls
              && tls.getSession() instanceof ExtendedSSLSession session
          ? session.getRequestedServerNames().stream()
              .map(name -> new String(name.getEncoded(), StandardCharsets.US_ASCII))
              .collect(Collectors.joining(" "))
          : "";
    }

    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
    }
  }
}
