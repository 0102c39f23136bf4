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
import org.popdns.config.write.AddressFormat;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.wire.RecordClass;
import org.popdns.wire.WireFormat;

/**
 * Asks the server's own addresses who they are, as a client would: {@code id.server CH TXT} (RFC
 * 4892) over UDP. Called by the threads of the health endpoint; no state.
 */
public final class SelfQuery {

  private static final byte[] NAME = DomainName.parse("id.server.").toWire();

  private final List<InetSocketAddress> addresses;
  private final Duration timeout;

  public SelfQuery(List<InetSocketAddress> addresses, Duration timeout) {
    this.addresses = List.copyOf(addresses);
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
    byte[] query = query(ThreadLocalRandom.current().nextInt(0x10000));
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress((InetAddress) null, 0))) {
      socket.connect(OwnAddress.of(address));
      socket.setSoTimeout((int) timeout.toMillis());
      socket.send(new DatagramPacket(query, query.length));
      byte[] response = new byte[512];
      DatagramPacket packet = new DatagramPacket(response, response.length);
      socket.receive(packet);
      return isAnswer(query, response, packet.getLength()) ? "" : "answers wrongly";
    } catch (SocketTimeoutException e) {
      return "does not answer within " + timeout.toMillis() + " ms";
    } catch (IOException e) {
      return "cannot be asked: " + e.getMessage();
    }
  }

  private static byte[] query(int id) {
    ByteBuffer message =
        ByteBuffer.allocate(
            WireFormat.HEADER_LENGTH_BYTES + NAME.length + WireFormat.QUESTION_TAIL_BYTES);
    message.putShort((short) id).putShort((short) 0).putShort((short) 1);
    message.position(WireFormat.HEADER_LENGTH_BYTES);
    message.put(NAME).putShort((short) RecordType.TXT).putShort((short) RecordClass.CHAOS);
    return message.array();
  }

  private static boolean isAnswer(byte[] query, byte[] response, int length) {
    return length > query.length
        && response[0] == query[0]
        && response[1] == query[1]
        && (response[2] & 0x80) != 0
        && (response[3] & 0x0f) == 0
        && response[WireFormat.ANCOUNT + 1] == 1;
  }
}
