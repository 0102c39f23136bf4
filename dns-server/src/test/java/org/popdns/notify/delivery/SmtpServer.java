package org.popdns.notify.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A small SMTP server (RFC 5321, 3207, 4954), which takes mail or says what a test wants. */
final class SmtpServer implements AutoCloseable {

  private final ServerSocket server;
  private final Optional<SSLContext> tls;
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<String> mails = new CopyOnWriteArrayList<>();
  private final Map<String, String> replies = new ConcurrentHashMap<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /**
   * Listens on loopback.
   *
   * @param tls offers STARTTLS by this
   */
  SmtpServer(Optional<SSLContext> tls) throws IOException {
    this.tls = tls;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Says this to a command in place of what it would; {@code silence} to say nothing at all. */
  void says(String command, String reply) {
    replies.put(command, reply);
  }

  List<String> commands() {
    return List.copyOf(commands);
  }

  List<String> mails() {
    return List.copyOf(mails);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.startVirtualThread(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket plain) {
    try (plain) {
      Socket socket = plain;
      say(socket, replies.getOrDefault("greeting", "220 mail.example.com ESMTP"));
      BufferedReader in = reader(socket);
      boolean secure = false;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String command = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        commands.add(line);
        String scripted = replies.get(command);
        if (scripted != null) {
          say(socket, scripted);
          continue;
        }
        switch (command) {
          case "EHLO" -> say(socket, hello(secure));
          case "STARTTLS" -> {
            say(socket, "220 go on");
            socket = secured(socket);
            in = reader(socket);
            secure = true;
          }
          case "AUTH" -> say(socket, "235 welcome");
          case "DATA" -> {
            say(socket, "354 go on");
            mails.add(mail(in));
            say(socket, "250 taken");
          }
          case "QUIT" -> {
            say(socket, "221 bye");
            return;
          }
          default -> say(socket, "250 fine");
        }
      }
    } catch (IOException gone) {
      // The other side has what it wanted.
    }
  }

  private String hello(boolean secure) {
    List<String> lines = new ArrayList<>(List.of("250-mail.example.com"));
    if (!secure && tls.isPresent()) {
      lines.add("250-STARTTLS");
    } else {
      lines.add("250-AUTH PLAIN");
    }
    lines.add("250 8BITMIME");
    return String.join("\r\n", lines);
  }

  private Socket secured(Socket socket) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            tls.orElseThrow()
                .getSocketFactory()
                .createSocket(socket, "127.0.0.1", socket.getPort(), true);
    secure.setUseClientMode(false);
    secure.startHandshake();
    return secure;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String mail(BufferedReader in) throws IOException {
    StringBuilder mail = new StringBuilder();
    @Nullable String line = in.readLine();
    while (line != null && !line.equals(".")) {
      mail.append(line).append('\n');
      line = in.readLine();
    }
    return mail.toString();
  }

  private static void say(Socket socket, String reply) throws IOException {
    if (!reply.equals("silence")) {
      PrintStream out = new PrintStream(socket.getOutputStream(), true, StandardCharsets.UTF_8);
      out.print(reply + "\r\n");
      out.flush();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
