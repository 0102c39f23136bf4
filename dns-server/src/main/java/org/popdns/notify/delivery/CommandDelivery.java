package org.popdns.notify.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.popdns.config.model.Receiver.Command;

/**
 * Runs a program for each message, which reads it as a JSON object on its standard input and has it
 * when it ends with 0. Of what it writes, the last line is the reason of a failure.
 */
final class CommandDelivery implements Delivery {

  private final Command command;
  private final Sender sender;

  CommandDelivery(Command command, Sender sender) {
    this.command = command;
    this.sender = sender;
  }

  @Override
  public Outcome deliver(Letter letter) throws InterruptedException {
    ProcessGroup group;
    try {
      group = ProcessGroup.start(command.run());
    } catch (IOException e) {
      return new Outcome.Failed("it can't be started: " + e.getMessage());
    }
    try (group) {
      Process process = group.process();
      AtomicReference<String> lastLine = new AtomicReference<>("");
      Thread reader = Thread.startVirtualThread(() -> read(process, lastLine));
      Thread writer =
          Thread.startVirtualThread(
              () -> write(process, MessageJson.of(letter, sender).toString() + "\n"));
      if (!process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        return new Outcome.Failed(
            "it had not ended within " + command.timeout().toMillis() + " ms");
      }
      // What it started may hold its output open.
      reader.join(Duration.ofMillis(200));
      writer.interrupt();
      return process.exitValue() == 0
          ? new Outcome.Delivered()
          : new Outcome.Failed(
              "it ended with "
                  + process.exitValue()
                  + Optional.of(lastLine.get())
                      .filter(l -> !l.isEmpty())
                      .map(l -> ": " + l)
                      .orElse(""));
    }
  }

  private static void read(Process process, AtomicReference<String> lastLine) {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      output.lines().filter(line -> !line.isBlank()).forEach(lastLine::set);
    } catch (IOException | UncheckedIOException closed) {
      // What came is what there is.
    }
  }

  private static void write(Process process, String text) {
    try (OutputStream input = process.getOutputStream()) {
      input.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException closed) {
      // It may not want to read.
    }
  }

  @Override
  public void close() {
    // Each process ends with its message.
  }
}
