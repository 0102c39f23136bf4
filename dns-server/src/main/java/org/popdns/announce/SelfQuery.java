package org.popdns.announce;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.popdns.answer.OwnMark;
import org.popdns.config.write.AddressFormat;

/**
 * Asks the server's own addresses who they are, as a client would but for the mark: {@code
 * id.server CH TXT} (RFC 4892) over UDP. Called by the threads of the health endpoint; no state.
 */
public final class SelfQuery {

  private final List<InetSocketAddress> addresses;
  private final Duration timeout;
  private final OwnMark mark;

  /** Asks these addresses, each within a time. */
  public SelfQuery(List<InetSocketAddress> addresses, Duration timeout, OwnMark mark) {
    this.addresses = List.copyOf(addresses);
    this.mark = mark;
    this.timeout = timeout;
  }

  /** What is wrong, one line per address that doesn't answer; empty if all do. */
  public List<String> failures() {
    List<String> failures = new ArrayList<>();
    for (InetSocketAddress address : addresses) {
      String failure = ask(address);
      if (!failure.isEmpty()) {
        failures.add(AddressFormat.of(address) + " " + failure);
      }
    }
    return failures;
  }

  private String ask(InetSocketAddress address) {
    byte[] query = Question.IDENTITY.query(ThreadLocalRandom.current().nextInt(0x10000), mark);
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress((InetAddress) null, 0))) {
      socket.connect(OwnAddress.of(address));
      socket.setSoTimeout((int) timeout.toMillis());
      socket.send(new DatagramPacket(query, query.length));
      byte[] response = new byte[512];
      DatagramPacket packet = new DatagramPacket(response, response.length);
      socket.receive(packet);
      ByteBuffer received = ByteBuffer.wrap(response, 0, packet.getLength());
      return Question.isAnswer(query, received) ? "" : "answers wrongly";
    } catch (SocketTimeoutException e) {
      return "does not answer within " + timeout.toMillis() + " ms";
    } catch (IOException e) {
      return "cannot be asked: " + e.getMessage();
    }
  }
}
