package org.popdns.differential.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.popdns.differential.wire.Ask;
import org.popdns.differential.wire.Response;
import org.popdns.differential.wire.Response.Outcome;
import org.popdns.differential.wire.ResponseReader;

/**
 * Puts questions to one server over TCP, some of them under way at any time on one connection (RFC
 * 7766 §6.2.1.1), and matches the responses by their ids. Used by one thread.
 */
final class TcpStream {

  private static final int WINDOW = 16;
  private static final int PATIENCE_MILLIS = 5_000;

  private final InetSocketAddress server;

  TcpStream(InetSocketAddress server) {
    this.server = server;
  }

  /** The responses in the order of the questions, at most 65,536; silence is one as well. */
  List<Response> ask(List<Ask> asks) throws IOException {
    List<Response> responses =
        new ArrayList<>(Collections.nCopies(asks.size(), Response.none(Outcome.SILENCE)));
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(server, PATIENCE_MILLIS);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int asked = 0;
      for (int answered = 0; answered < asks.size(); answered++) {
        for (; asked < asks.size() && asked - answered < WINDOW; asked++) {
          byte[] message = asks.get(asked).message().clone();
          message[0] = (byte) (asked >>> 8);
          message[1] = (byte) asked;
          out.writeShort(message.length);
          out.write(message);
        }
        byte[] response = in.readNBytes(in.readUnsignedShort());
        responses.set(
            (response[0] & 0xFF) << 8 | (response[1] & 0xFF), ResponseReader.read(response));
      }
    }
    return responses;
  }
}
