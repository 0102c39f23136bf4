package org.popdns.health.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.popdns.health.probe.AddressLookup.Answer;
import org.popdns.name.DomainName;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Against a resolver of this test, by the setting that names others than the system's. */
final class SystemResolversTest {

  private static final String SETTING = "dns.server";

  private DatagramSocket socket;

  @BeforeEach
  void serve() throws IOException {
    DatagramSocket opened =
        new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    socket = opened;
    System.setProperty(SETTING, "127.0.0.1:" + opened.getLocalPort());
    Thread.ofVirtual().start(() -> answerAll(opened));
  }

  @AfterEach
  void close() {
    System.clearProperty(SETTING);
    socket.close();
  }

  private static void answerAll(DatagramSocket socket) {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[1232], 1232);
        socket.receive(packet);
        byte[] wire = new byte[packet.getLength()];
        System.arraycopy(packet.getData(), 0, wire, 0, wire.length);
        byte[] answer = answer(new Message(wire)).toWire();
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static Message answer(Message query) {
    Record question = query.getQuestion();
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(question, Section.QUESTION);
    if (question.getName().toString().startsWith("missing")) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
    } else if (question.getType() == Type.A) {
      answer.addRecord(
          new ARecord(question.getName(), DClass.IN, 60, InetAddress.ofLiteral("192.0.2.1")),
          Section.ANSWER);
    } else {
      answer.addRecord(
          new AAAARecord(question.getName(), DClass.IN, 30, InetAddress.ofLiteral("2001:db8::1")),
          Section.ANSWER);
    }
    return answer;
  }

  private static Answer ask(String name) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    new SystemResolvers().ask(DomainName.parse(name), answer::complete);
    return answer.orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Test
  void resolver_isAskedForBothFamilies() {
    assertThat(ask("origin.example.net."))
        .isEqualTo(
            new Answer.Found(
                List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1")),
                30));
  }

  @Test
  void resolver_saysWhatDoesNotExist() {
    assertThat(ask("missing.example.net."))
        .isEqualTo(new Answer.Nothing("the name does not exist"));
  }

  @Test
  void nobodyWhoAnswers_isSilence() {
    socket.close();
    assertThat(ask("origin.example.net."))
        .isEqualTo(new Answer.Silence("no resolver has answered"));
  }
}
