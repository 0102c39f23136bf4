package org.popdns.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.Json;
import org.popdns.config.model.Receiver;
import org.popdns.notify.alert.Message;

/** Programs that are told, with all that programs do. */
final class CommandDeliveryTest {

  private static final Sender SENDER = new Sender("ns1", Optional.of("tokyo"));
  private static final Letter LETTER =
      new Letter(
          "1",
          new Message(
              "oncall",
              Message.Cause.TEST,
              "",
              Instant.parse("2026-03-02T12:00:00Z"),
              List.of(),
              List.of()));

  @TempDir private Path folder;

  private static Outcome run(Duration timeout, String... command) throws InterruptedException {
    try (Delivery delivery = Delivery.to(new Receiver.Command(List.of(command), timeout), SENDER)) {
      return delivery.deliver(LETTER);
    }
  }

  private static Outcome shell(String script) throws InterruptedException {
    return run(Duration.ofSeconds(20), "/bin/sh", "-c", script);
  }

  @Test
  void message_isOnStandardInput_inOneLine() throws IOException, InterruptedException {
    Path got = folder.resolve("got");

    assertThat(run(Duration.ofSeconds(20), "/bin/sh", "-c", "cat > \"$0\"", got.toString()))
        .isEqualTo(new Outcome.Delivered());
    List<String> lines = Files.readAllLines(got);
    assertThat(lines).hasSize(1);
    assertThat(Json.MAPPER.readTree(lines.getFirst()))
        .isEqualTo(Json.MAPPER.readTree(MessageJson.of(LETTER, SENDER).toString()));
  }

  @Test
  void arguments_areReadByNoShell() throws IOException, InterruptedException {
    Path got = folder.resolve("$(touch x); 'a b' *");

    assertThat(run(Duration.ofSeconds(20), "/usr/bin/touch", got.toString()))
        .isEqualTo(new Outcome.Delivered());
    assertThat(got).exists();
  }

  @Test
  void programThatFails_givesItsLastLineAsTheReason() throws InterruptedException {
    assertThat(shell("cat > /dev/null; echo one; echo 'no paper' >&2; echo; exit 3"))
        .isEqualTo(new Outcome.Failed("it ended with 3: no paper"));
    assertThat(shell("exit 1")).isEqualTo(new Outcome.Failed("it ended with 1"));
  }

  @Test
  void programThatReadsNothing_isNoMatter() throws InterruptedException {
    assertThat(run(Duration.ofSeconds(20), "/bin/true")).isEqualTo(new Outcome.Delivered());
  }

  @Test
  void programThatIsNotThere_isAFailure() throws InterruptedException {
    assertThat(run(Duration.ofSeconds(20), folder.resolve("none").toString()))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.why()).contains("none").contains("No such file"));
  }

  @Test
  void programThatDoesNotEnd_isKilled_withAllThatItStarted()
      throws IOException, InterruptedException {
    Path numbers = folder.resolve("numbers");
    Outcome outcome =
        run(
            Duration.ofMillis(700),
            "/bin/sh",
            "-c",
            "sleep 300 & echo $! > \"$0\"; echo $$ >> \"$0\"; wait",
            numbers.toString());

    assertThat(outcome).isEqualTo(new Outcome.Failed("it had not ended within 700 ms"));
    for (String number : Files.readAllLines(numbers)) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  ProcessHandle.of(Long.parseLong(number))
                      .filter(ProcessHandle::isAlive)
                      .isEmpty());
    }
  }

  @Test
  void whatAProgramLeavesRunning_endsWithIt() throws IOException, InterruptedException {
    Path numbers = folder.resolve("numbers");

    assertThat(
            run(
                Duration.ofSeconds(20),
                "/bin/sh",
                "-c",
                "sleep 300 & echo $! > \"$0\"",
                numbers.toString()))
        .isEqualTo(new Outcome.Delivered());
    long left = Long.parseLong(Files.readString(numbers).strip());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> ProcessHandle.of(left).filter(ProcessHandle::isAlive).isEmpty());
  }
}
