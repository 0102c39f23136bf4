package org.popdns.admin.socket;

import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of the control socket: answers its requests in turn until it leaves, breaks the
 * protocol or stands still for too long. Run by a virtual thread of its own.
 */
final class ControlConnection implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(ControlConnection.class);

  private final LineChannel lines;
  private final ControlRequestHandler handler;
  private final ControlSocketLimits limits;
  private final ScheduledExecutorService timers;

  ControlConnection(
      LineChannel lines,
      ControlRequestHandler handler,
      ControlSocketLimits limits,
      ScheduledExecutorService timers) {
    this.lines = lines;
    this.handler = handler;
    this.limits = limits;
    this.timers = timers;
  }

  @Override
  public void run() {
    try (lines) {
      answerRequests();
    } catch (IOException gone) {
      log.debug("a control connection ended early: {}", gone.toString());
    }
  }

  private void answerRequests() throws IOException {
    while (true) {
      switch (next()) {
        case Line.Text(String text) -> send(answer(text));
        case Line.TooLong() -> {
          send(
              new ControlReply.Failed(
                  "the request is longer than " + limits.requestBytes() + " bytes"));
          return;
        }
        case Line.NotText() -> {
          send(new ControlReply.Failed("the request is not UTF-8"));
          return;
        }
        case Line.End(), Line.CutOff() -> {
          return;
        }
      }
    }
  }

  private ControlReply answer(String line) {
    return switch (ControlJson.readRequest(line)) {
      case ControlJson.RequestLine.Malformed(String message) -> new ControlReply.Failed(message);
      case ControlJson.RequestLine.Request(ControlRequest request) ->
          carryOut(request.from(lines.peer()));
    };
  }

  private ControlReply carryOut(ControlRequest request) {
    try {
      return handler.handle(request);
    } catch (RuntimeException bug) {
      log.error("control command '{}' failed", request.command(), bug);
      return new ControlReply.Failed("internal error; the server's log has the details");
    }
  }

  @SuppressWarnings("try") // the deadline acts by being open
  private Line next() throws IOException {
    try (var deadline = new Deadline(timers, limits.patience(), lines)) {
      return lines.next();
    }
  }

  @SuppressWarnings("try") // the deadline acts by being open
  private void send(ControlReply reply) throws IOException {
    String line = ControlJson.writeReply(reply);
    try (var deadline = new Deadline(timers, limits.patience(), lines)) {
      lines.send(line);
    }
  }
}
