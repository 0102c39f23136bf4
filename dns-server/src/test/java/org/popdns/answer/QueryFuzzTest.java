package org.popdns.answer;

import static org.popdns.answer.Records.mx;
import static org.popdns.answer.Records.name;
import static org.popdns.answer.Records.zone;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HexFormat;
import org.popdns.harness.Decoded;
import org.popdns.record.RecordType;

/**
 * Any bytes as a message: no exception, and what is answered can be read, has the question's id,
 * fits the protocol, and is no answer to an answer.
 */
final class QueryFuzzTest {

  // A client subnet option without a family, which dnsjava can't decode but dig sends.
  private static final String SUBNET_WITHOUT_FAMILY = "0008000400000000";

  private static final TestWorker WORKER =
      zone("example.com.")
          .addresses("www", 20)
          .steer("images", RecordType.A, "images")
          .add("@", RecordType.MX, 60, mx(10, "images.example.com."))
          .add("alias", RecordType.CNAME, 60, name("images.example.com."))
          .add("*.wild", RecordType.CNAME, 60, name("x.old.example.com."))
          .add("old", RecordType.DNAME, 60, name("new.example.com."))
          .add("loop", RecordType.DNAME, 60, name("loop.loop.example.com."))
          .addresses("x.new", 1)
          .add("sub", RecordType.NS, 60, name("ns.sub.example.com."))
          .addresses("ns.sub", 2)
          .serve(6);

  @FuzzTest
  void message(byte[] data) {
    for (Protocol protocol : Protocol.values()) {
      byte[] message = data.length > 65535 ? Arrays.copyOf(data, 65535) : data;
      check(message, WORKER.answer(message, protocol), protocol);
    }
  }

  private static void check(byte[] query, byte[] response, Protocol protocol) {
    boolean due = query.length >= 12 && (query[2] & 0x80) == 0;
    if (due != response.length > 0) {
      throw new AssertionError("a response of " + response.length + " bytes");
    }
    if (!due) {
      return;
    }
    if (response[0] != query[0] || response[1] != query[1] || (response[2] & 0x80) == 0) {
      throw new AssertionError("not the response to this query");
    }
    if (protocol.isUdp() && response.length > Responder.UDP_PAYLOAD_BYTES) {
      throw new AssertionError(response.length + " bytes over UDP");
    }
    if (!HexFormat.of().formatHex(response).contains(SUBNET_WITHOUT_FAMILY)) {
      Decoded.of(response);
    }
  }
}
