package org.popdns.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.notify.alert.Alert;
import org.popdns.notify.alert.AlertJson;
import org.popdns.status.NotificationsJson;
import org.popdns.status.NotificationsStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code popdns notify list}: the alerts that go on, and what waits for whom. */
@Command(
    name = "list",
    description =
        "The alerts that go on, and of each receiver what waits for it and what failed last.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  popdns notify list", "  popdns notify list -o json"})
final class NotifyListCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Mixin private OutputOption output;
  @Mixin private ControlOptions control;
  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  NotifyListCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    return switch (control.ask(
        ControlRequest.of("notify-list"), TIMEOUT, spec.commandLine().getErr())) {
      case ControlOptions.Outcome.Failed(int exitCode) -> exitCode;
      case ControlOptions.Outcome.Done(JsonNode list) -> {
        switch (output.format()) {
          case JSON -> out.println(list.toPrettyString());
          case TEXT -> out.print(text(list));
        }
        out.flush();
        yield ExitCode.OK;
      }
    };
  }

  /** Alerts, then receivers, one line each. */
  static String text(JsonNode list) {
    StringBuilder text = new StringBuilder();
    list.path("firing")
        .valueStream()
        .map(AlertJson::read)
        .flatMap(Optional::stream)
        .forEach(alert -> text.append(line(alert)));
    if (text.isEmpty()) {
      text.append("no alerts\n");
    }
    NotificationsStatus status = NotificationsJson.read(list);
    status.receivers().forEach(receiver -> text.append(line(receiver)).append('\n'));
    if (status.receivers().isEmpty()) {
      text.append("no receivers: nobody is told\n");
    }
    return text.toString();
  }

  private static String line(Alert alert) {
    return "%s %s since %s: %s%n"
        .formatted(alert.severity().label(), alert.kind().label(), alert.since(), alert.summary());
  }

  /** One receiver, in a line. */
  static String line(NotificationsStatus.Receiver receiver) {
    return "receiver %s (%s): %d delivered, %d waiting%s%s%s"
        .formatted(
            receiver.name(),
            receiver.kind(),
            receiver.delivered(),
            receiver.waiting(),
            receiver.refused() == 0 ? "" : ", " + receiver.refused() + " refused",
            receiver.dropped() == 0 ? "" : ", " + receiver.dropped() + " dropped",
            receiver
                .lastFailure()
                .map(
                    failure ->
                        "; %s at %s: %s"
                            .formatted(
                                receiver.isFailing() ? "NOT REACHED" : "last failed",
                                failure.at(),
                                failure.why()))
                .orElse(""));
  }
}
