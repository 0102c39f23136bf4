package org.popdns.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.popdns.admin.socket.ControlCallResult;
import org.popdns.admin.socket.ControlReply;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.admin.socket.ControlSocketClient;
import org.popdns.demo.Demo;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Where the running server is, and how to speak with it. */
final class ControlOptions {

  private static final Path DEFAULT_SOCKET = Path.of("/run/popdns/control.sock");

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description = {
        "The server's control socket; else POPDNS_SOCKET, else /run/popdns/control.sock,",
        "else that of a running demo."
      })
  private Optional<Path> socket = Optional.empty();

  /** What the server said, or why it can't be asked. */
  sealed interface Outcome {
    /** The server did it. */
    record Done(JsonNode data) implements Outcome {}

    /** There is none, or it could not do it; the complaint was printed. */
    record Failed(int exitCode) implements Outcome {}
  }

  Path socket() {
    return socket
        .or(() -> Optional.ofNullable(System.getenv("POPDNS_SOCKET")).map(Path::of))
        .orElseGet(() -> socket(DEFAULT_SOCKET, Demo.socket()));
  }

  /** A server's own place, unless only a demo listens: a dead server leaves its socket behind. */
  static Path socket(Path server, Path demo) {
    return Files.exists(demo) && !ControlSocketClient.isServed(server) ? demo : server;
  }

  /** Asks the server at {@link #socket()}. */
  Outcome ask(ControlRequest request, Duration timeout, PrintWriter err) {
    return ask(socket(), request, timeout, err);
  }

  /** Asks a server and complains about what went wrong. */
  static Outcome ask(Path socket, ControlRequest request, Duration timeout, PrintWriter err) {
    return switch (ControlSocketClient.call(socket, request, timeout)) {
      case ControlCallResult.Answer(ControlReply.Done(JsonNode data)) -> new Outcome.Done(data);
      case ControlCallResult.Answer(ControlReply.Failed(String message)) -> {
        Popdns.complain(err, message);
        yield new Outcome.Failed(ExitCode.FAILED);
      }
      case ControlCallResult.NotRunning(Path path) -> {
        Popdns.complain(err, "popdns is not running (nobody listens at " + path + ")");
        yield new Outcome.Failed(ExitCode.NOT_RUNNING);
      }
      case ControlCallResult.Failure(String message) -> {
        Popdns.complain(err, message);
        yield new Outcome.Failed(ExitCode.FAILED);
      }
    };
  }
}
