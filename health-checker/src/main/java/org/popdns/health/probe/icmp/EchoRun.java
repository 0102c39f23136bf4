package org.popdns.health.probe.icmp;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.function.Consumer;
import org.popdns.health.probe.Deadline;
import org.popdns.health.probe.Errand;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.health.probe.Prober;
import org.popdns.health.probe.SocketFailure;

/**
 * One probe by ICMP echo: a request, a deadline, and the first outcome that either brings. On the
 * event loop.
 */
final class EchoRun implements Prober.Running {
  private static final int NOT_ASKED = -1;

  private final EventLoop loop;
  private final EchoDesk desk;
  private final Errand errand;
  private final Consumer<ProbeOutcome> whenDone;
  private final Deadline deadline;
  private int sequence = NOT_ASKED;
  private boolean ended;

  EchoRun(EventLoop loop, EchoDesk desk, Errand errand, Consumer<ProbeOutcome> whenDone) {
    this.loop = loop;
    this.desk = desk;
    this.errand = errand;
    this.whenDone = whenDone;
    this.deadline = new Deadline(loop, errand.timeout(), () -> 0, this::timeOut);
  }

  void begin() {
    deadline.start();
    // The caller expects no outcome before we return.
    loop.execute(this::ask);
  }

  private void ask() {
    if (ended) {
      return;
    }
    try {
      sequence = desk.ask(errand.address(), () -> end(new ProbeOutcome.Success("echo answered")));
    } catch (IOException refused) {
      end(new ProbeOutcome.Failure(SocketFailure.reason(refused)));
    }
  }

  private void timeOut() {
    end(new ProbeOutcome.Failure("no echo within " + deadline.length()));
  }

  private void end(ProbeOutcome outcome) {
    if (!ended) {
      cancel();
      whenDone.accept(outcome);
    }
  }

  @Override
  public void cancel() {
    ended = true;
    deadline.cancel();
    if (sequence != NOT_ASKED) {
      desk.forget(sequence);
    }
  }
}
