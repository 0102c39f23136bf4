package org.popdns.health.probe.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Check;
import org.popdns.config.probe.icmp.IcmpProbe;
import org.popdns.health.probe.Checks;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.health.probe.ProbingLoop;
import org.popdns.health.probe.icmp.EchoSockets.EchoSocket;
import org.popdns.health.probe.icmp.EchoSockets.Family;
import org.popdns.health.probe.icmp.EchoSockets.Received;

/** Echo probes over sockets that the test plays; over real ones, see the server's tests. */
final class EchoRunTest {
  private static final InetAddress HOST = InetAddress.ofLiteral("192.0.2.21");
  private static final InetAddress HOST6 = InetAddress.ofLiteral("2001:db8::21");

  private final Network network = new Network();
  private final ProbingLoop loop = new ProbingLoop(network);

  @AfterEach
  void close() {
    loop.close();
  }

  private ProbeOutcome probe(InetAddress address, Duration timeout) {
    return loop.probe(
        Check.of("ping", Checks.timing(Duration.ofSeconds(5), timeout, 2, 3), new IcmpProbe()),
        address);
  }

  private static ProbeOutcome failure(String reason) {
    return new ProbeOutcome.Failure(reason);
  }

  private static final ProbeOutcome ANSWERED = new ProbeOutcome.Success("echo answered");
  private static final Duration LONG = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofMillis(300);

  @Test
  void reply_succeeds_inBothFamilies() {
    assertThat(probe(HOST, LONG)).isEqualTo(ANSWERED);
    assertThat(probe(HOST6, LONG)).isEqualTo(ANSWERED);
    assertThat(probe(HOST, LONG)).isEqualTo(ANSWERED);
    assertThat(network.opened).as("a socket for each family").hasValue(2);
  }

  @Test
  void silence_timesOut() {
    network.answer = (from, request) -> {};
    assertThat(probe(HOST, SHORT)).isEqualTo(failure("no echo within 300ms"));
  }

  @Test
  void replyOfAnotherHost_isNone() {
    network.answer = (from, request) -> network.reply(HOST6, request);
    assertThat(probe(HOST, SHORT)).isEqualTo(failure("no echo within 300ms"));
  }

  @Test
  void replyThatOnlyGuesses_isNone() {
    network.answer =
        (from, request) -> {
          network.reply(from, ByteBuffer.wrap(request.clone()).putLong(8, 0).array());
          network.reply(from, ByteBuffer.wrap(request.clone()).putShort(6, (short) 999).array());
          network.reply(from, new byte[3]);
          network.put(from, request); // A request is no reply.
        };
    assertThat(probe(HOST, SHORT)).isEqualTo(failure("no echo within 300ms"));
  }

  @Test
  void refusedSocket_failsWithTheReason_andIsTriedAnew() {
    network.obstacle = "the kernel refuses ICMP echo: so it is";
    assertThat(probe(HOST, LONG)).isEqualTo(failure("the kernel refuses ICMP echo: so it is"));
    network.obstacle = "";
    assertThat(probe(HOST, LONG)).isEqualTo(ANSWERED);
  }

  @Test
  void requestThatCannotLeave_fails() {
    network.answer =
        (from, request) -> {
          throw new IOException("Network is unreachable (sendmsg)");
        };
    assertThat(probe(HOST, LONG)).isEqualTo(failure("network is unreachable (sendmsg)"));
  }

  /** Hosts that answer whatever is asked, until the test says otherwise. */
  private static final class Network implements EchoSockets {
    private final BlockingQueue<Received> replies4 = new LinkedBlockingQueue<>();
    private final BlockingQueue<Received> replies6 = new LinkedBlockingQueue<>();
    private final AtomicInteger opened = new AtomicInteger();
    private volatile String obstacle = "";
    private volatile Answer answer = this::reply;

    private interface Answer {
      void to(InetAddress from, byte[] request) throws IOException;
    }

    private void reply(InetAddress from, byte[] request) {
      byte[] reply = request.clone();
      if (reply.length > 0) {
        reply[0] = (byte) (Family.of(from) == Family.IPV4 ? 0 : 129);
      }
      put(from, reply);
    }

    private void put(InetAddress from, byte[] message) {
      (Family.of(from) == Family.IPV4 ? replies4 : replies6)
          .add(new Received(from, ByteBuffer.wrap(message)));
    }

    @Override
    public EchoSocket open(Family family) throws IOException {
      if (!obstacle.isEmpty()) {
        throw new IOException(obstacle);
      }
      opened.incrementAndGet();
      BlockingQueue<Received> replies = family == Family.IPV4 ? replies4 : replies6;
      return new EchoSocket() {
        @Override
        public void send(byte[] message, InetAddress to) throws IOException {
          answer.to(to, message);
        }

        @Override
        public Optional<Received> receive() throws IOException {
          try {
            return Optional.ofNullable(replies.poll(200, TimeUnit.MILLISECONDS));
          } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
          }
        }

        @Override
        public void close() {
          // Nothing was opened.
        }
      };
    }
  }
}
