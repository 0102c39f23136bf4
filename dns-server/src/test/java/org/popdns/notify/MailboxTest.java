package org.popdns.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Receiver;
import org.popdns.notify.alert.Message;
import org.popdns.notify.alert.Message.Cause;
import org.popdns.notify.delivery.Letter;
import org.popdns.notify.delivery.Outcome;
import org.popdns.time.Moment;

/** What waits for a receiver, and for how long. */
final class MailboxTest {

  private static final Receiver RECEIVER =
      new Receiver.Command(List.of("/bin/true"), Duration.ofSeconds(1));
  private static final Receiver OTHER =
      new Receiver.Command(List.of("/bin/false"), Duration.ofSeconds(1));

  private final Mailbox mailbox = new Mailbox("oncall", RECEIVER, () -> 1);
  private long seconds;

  private Moment now() {
    return new Moment(Instant.EPOCH.plusSeconds(seconds), seconds * 1_000_000_000L - 77);
  }

  private static Letter letter(int number, Cause cause) {
    return new Letter(
        Integer.toString(number),
        new Message("oncall", cause, "all", Instant.EPOCH, List.of(), List.of()));
  }

  private void add(int number) {
    mailbox.add(letter(number, Cause.NEWS), now());
  }

  private Optional<String> next() {
    return mailbox.next(now()).map(Letter::id);
  }

  private void fails(Optional<Duration> notBefore) {
    mailbox.done(new Outcome.Failed("status 503", notBefore), RECEIVER, now());
  }

  @Test
  void letters_goOneAtATime_inTheirOrder() {
    add(1);
    add(2);

    assertThat(next()).hasValue("1");
    assertThat(next()).isEmpty();
    mailbox.done(new Outcome.Delivered(), RECEIVER, now());
    assertThat(next()).hasValue("2");
    mailbox.done(new Outcome.Refused("status 400"), RECEIVER, now());
    assertThat(next()).isEmpty();
    assertThat(mailbox.isEmpty()).isTrue();
  }

  @Test
  void pauses_becomeLonger_upToFiveMinutes() {
    add(1);
    for (long pause : new long[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
      assertThat(next()).hasValue("1");
      fails(Optional.empty());
      seconds += pause - 1;
      assertThat(next()).as("after %s s", pause - 1).isEmpty();
      seconds++;
    }
    assertThat(next()).hasValue("1");
    mailbox.done(new Outcome.Delivered(), RECEIVER, now());
    add(2);
    assertThat(next()).hasValue("2");
    fails(Optional.empty());
    seconds++;
    assertThat(next()).hasValue("2");
  }

  @Test
  void receiverThatSaysWhen_isHeeded() {
    add(1);
    next();
    fails(Optional.of(Duration.ofSeconds(90)));
    seconds += 89;
    assertThat(next()).isEmpty();
    seconds++;
    assertThat(next()).hasValue("1");
    // It may ask for less than would be waited anyway.
    fails(Optional.of(Duration.ZERO));
    seconds++;
    assertThat(next()).isEmpty();
    seconds++;
    assertThat(next()).hasValue("1");
  }

  @Test
  void oldest_isDropped_whereThereAreTooMany_butNotTheOneUnderWay() {
    add(0);
    next();
    IntStream.rangeClosed(1, Mailbox.MOST_WAITING + 4).forEach(this::add);

    assertThat(mailbox.status().waiting()).isEqualTo(Mailbox.MOST_WAITING);
    assertThat(mailbox.status().dropped()).isEqualTo(5);
    mailbox.done(new Outcome.Delivered(), RECEIVER, now());
    assertThat(next()).hasValue("6");
  }

  @Test
  void oldest_isDropped_afterADay() {
    add(1);
    next();
    fails(Optional.empty());
    seconds += 3600;
    add(2);
    seconds += Duration.ofHours(23).toSeconds() + 1;

    assertThat(next()).hasValue("2");
    assertThat(mailbox.status().dropped()).isEqualTo(1);
  }

  @Test
  void refresh_takesTheFormerOnesPlace() {
    mailbox.add(letter(1, Cause.REFRESH), now());
    next();
    add(2);
    mailbox.add(letter(3, Cause.REFRESH), now());
    mailbox.add(letter(4, Cause.REFRESH), now());

    assertThat(mailbox.list())
        .extracting(waiting -> waiting.letter().id())
        .containsExactly("1", "2", "4");
    assertThat(mailbox.status().dropped()).isZero();
  }

  @Test
  void anotherReceiver_isTriedAtOnce_whateverTheFormerDid() {
    add(1);
    next();
    fails(Optional.of(Duration.ofHours(1)));
    mailbox.becomes(OTHER);
    assertThat(next()).hasValue("1");
    // An attempt that began before.
    fails(Optional.of(Duration.ofHours(1)));
    assertThat(next()).hasValue("1");
  }
}
