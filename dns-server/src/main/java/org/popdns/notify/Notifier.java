package org.popdns.notify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.popdns.config.model.AlertSeverity;
import org.popdns.config.model.NotifySettings;
import org.popdns.config.model.Receiver;
import org.popdns.events.Event;
import org.popdns.notify.alert.Alert;
import org.popdns.notify.alert.AlertDesk;
import org.popdns.notify.alert.EventSignals;
import org.popdns.notify.alert.Message;
import org.popdns.notify.delivery.Delivery;
import org.popdns.notify.delivery.Letter;
import org.popdns.notify.delivery.Outcome;
import org.popdns.notify.delivery.Sender;
import org.popdns.state.StateDisk;
import org.popdns.status.NotificationsStatus;
import org.popdns.time.Clocks;
import org.popdns.time.Moment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people and programs what is wrong. It is given each event and only puts it down; a thread
 * of its own looks at them, decides with the {@link AlertDesk} who is to be told what, and puts it
 * into the receivers' {@link Mailbox}es; each delivery is a virtual thread, one for each receiver
 * at a time. Nothing of the node waits for any of it, and nothing here outlives {@link #close}.
 */
public final class Notifier implements Consumer<Event>, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Notifier.class);

  /** Events that wait to be looked at, at most. */
  static final int MOST_EVENTS = 20_000;

  private static final Duration COMPARE = Duration.ofSeconds(30);
  private static final Duration SAVE = Duration.ofSeconds(1);
  private static final long SOON_MILLIS = 100;
  private static final long LATER_MILLIS = 1000;

  private final Sender sender;
  private final Watched watched;
  private final NotifyFile file;
  private final StateDisk disk;
  private final Clocks clocks;
  private final DoubleSupplier jitter;
  private final Thread thread;

  // What any thread puts down, guarded by itself.
  private final Deque<Event> events = new ArrayDeque<>();
  private long eventsLost;
  private boolean isWoken;
  private boolean isClosed;

  // All else, guarded by this.
  private final AlertDesk desk;
  private final Map<String, Mailbox> mailboxes = new LinkedHashMap<>();
  private final Map<String, Delivery> deliveries = new HashMap<>();
  private NotifySettings settings;
  private final String idPrefix;
  private long letters;
  private Moment compared;
  private Moment saved;
  private boolean isToBeSaved;
  private volatile Optional<String> notKept = Optional.empty();

  /**
   * Starts.
   *
   * @param file where what is to be told is kept; empty to keep it in memory alone
   * @param jitter from 0 to 1, at random
   */
  public Notifier(
      Sender sender,
      Watched watched,
      Optional<Path> file,
      StateDisk disk,
      Clocks clocks,
      DoubleSupplier jitter) {
    this.sender = sender;
    this.watched = watched;
    this.file = new NotifyFile(file);
    this.disk = disk;
    this.clocks = clocks;
    this.jitter = jitter;
    this.settings = watched.settings();
    this.desk = new AlertDesk(settings);
    Moment now = clocks.moment();
    this.compared = now;
    this.saved = now;
    this.idPrefix = sender + "-" + now.at().toEpochMilli() + "-";
    NotifyFile.Kept kept = this.file.read(clocks);
    openMailboxes(settings);
    desk.restore(kept.alerts(), now);
    kept.waiting()
        .forEach(
            waiting ->
                Optional.ofNullable(mailboxes.get(waiting.letter().message().receiver()))
                    .ifPresent(mailbox -> mailbox.add(waiting.letter(), waiting.since())));
    thread = Thread.ofPlatform().daemon().name("popdns-notify").unstarted(this::run);
    thread.start();
  }

  /** Puts an event down. Any thread; does not wait. */
  @Override
  public void accept(Event event) {
    synchronized (events) {
      if (events.size() >= MOST_EVENTS) {
        events.removeFirst();
        eventsLost++;
      }
      events.addLast(event);
      wake();
    }
  }

  private void wake() {
    synchronized (events) {
      isWoken = true;
      events.notifyAll();
    }
  }

  private void run() {
    long wait = 0;
    while (true) {
      List<Event> next = new ArrayList<>();
      synchronized (events) {
        try {
          if (!isWoken && !isClosed) {
            events.wait(wait + 1);
          }
        } catch (InterruptedException e) {
          return;
        }
        if (isClosed) {
          return;
        }
        isWoken = false;
        next.addAll(events);
        events.clear();
      }
      try {
        wait = turn(next);
      } catch (RuntimeException e) {
        // Whatever it is, the next event may do better; nobody else is to notice.
        log.error("what is to be told can't be worked out", e);
        wait = LATER_MILLIS;
      }
    }
  }

  /** Looks at what came, and gives for how many milliseconds nothing is to be done. */
  private synchronized long turn(List<Event> next) {
    Moment now = clocks.moment();
    follow(now);
    boolean mayHaveEnded = false;
    if (!settings.routes().isEmpty()) {
      for (Event event : next) {
        EventSignals.of(event).forEach(signal -> desk.take(signal, now));
        mayHaveEnded |=
            event instanceof Event.ServerStarted || event instanceof Event.ConfigurationServed;
        isToBeSaved = true;
      }
    }
    boolean firing = !desk.firing().isEmpty();
    if (firing && (mayHaveEnded || compared.age(now.nanos()).compareTo(COMPARE) >= 0)) {
      compared = now;
      desk.compare(watched.standing(), now);
      isToBeSaved = true;
    }
    for (Message message : desk.due(watched.acknowledged(), now)) {
      Optional.ofNullable(mailboxes.get(message.receiver()))
          .ifPresent(mailbox -> mailbox.add(new Letter(idPrefix + ++letters, message), now));
      isToBeSaved = true;
    }
    mailboxes.values().forEach(mailbox -> deliver(mailbox, now));
    save(now);
    boolean waits = mailboxes.values().stream().anyMatch(mailbox -> !mailbox.isEmpty());
    return desk.hasNews() || waits || isToBeSaved ? SOON_MILLIS : LATER_MILLIS;
  }

  private void follow(Moment now) {
    NotifySettings next = watched.settings();
    if (!next.equals(settings)) {
      settings = next;
      openMailboxes(next);
      desk.configure(next, now);
      isToBeSaved = true;
    }
  }

  private void openMailboxes(NotifySettings next) {
    Map<String, Mailbox> former = new LinkedHashMap<>(mailboxes);
    mailboxes.clear();
    next.receivers()
        .forEach(
            (name, receiver) -> {
              Mailbox mailbox = former.remove(name);
              if (mailbox == null) {
                mailbox = new Mailbox(name, receiver, jitter);
              } else if (!mailbox.receiver().equals(receiver)) {
                mailbox.becomes(receiver);
                closeDelivery(name);
              }
              mailboxes.put(name, mailbox);
            });
    former.forEach(
        (name, gone) -> {
          if (!gone.isEmpty()) {
            log.warn(
                "notifications: receiver {} is gone, and with it {} messages that waited for it",
                name,
                gone.list().size());
          }
          closeDelivery(name);
        });
  }

  private void closeDelivery(String name) {
    Delivery delivery = deliveries.remove(name);
    if (delivery != null) {
      delivery.close();
    }
  }

  private void deliver(Mailbox mailbox, Moment now) {
    Receiver receiver = mailbox.receiver();
    mailbox
        .next(now)
        .ifPresent(
            letter -> {
              Delivery delivery =
                  deliveries.computeIfAbsent(mailbox.name(), name -> Delivery.to(receiver, sender));
              Thread.ofVirtual()
                  .name("popdns-notify-" + mailbox.name())
                  .start(() -> done(mailbox, receiver, tried(delivery, letter)));
            });
  }

  private static Outcome tried(Delivery delivery, Letter letter) {
    try {
      return delivery.deliver(letter);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed("interrupted");
    } catch (RuntimeException e) {
      return new Outcome.Failed(e.toString());
    }
  }

  private void done(Mailbox mailbox, Receiver by, Outcome outcome) {
    synchronized (this) {
      boolean wasFailing = mailbox.isFailing();
      mailbox.done(outcome, by, clocks.moment());
      isToBeSaved = true;
      switch (outcome) {
        case Outcome.Delivered _ when wasFailing ->
            log.info("notifications: receiver {} is reached again", mailbox.name());
        case Outcome.Delivered _ ->
            log.debug("notifications: receiver {} has one more", mailbox.name());
        case Outcome.Failed failed when !wasFailing ->
            log.warn(
                "notifications: receiver {} is not reached, tried again and again: {}",
                mailbox.name(),
                failed.why());
        case Outcome.Failed failed ->
            log.debug("notifications: receiver {}: {}", mailbox.name(), failed.why());
        case Outcome.Refused refused ->
            log.warn(
                "notifications: receiver {} does not want a message: {}",
                mailbox.name(),
                refused.why());
      }
    }
    wake();
  }

  private void save(Moment now) {
    if (!isToBeSaved || !file.isThere() || saved.age(now.nanos()).compareTo(SAVE) < 0) {
      isToBeSaved &= file.isThere();
      return;
    }
    saved = now;
    isToBeSaved = false;
    keep(text());
  }

  private String text() {
    List<Mailbox.Waiting> waiting = new ArrayList<>();
    mailboxes.values().forEach(mailbox -> waiting.addAll(mailbox.list()));
    return NotifyFile.text(desk.tracked(), waiting);
  }

  private void keep(String text) {
    if (!disk.later(() -> kept(file.write(text)))) {
      kept(Optional.of("the disk is too slow"));
    }
  }

  private void kept(Optional<String> failure) {
    if (failure.isPresent() && !failure.equals(notKept)) {
      log.error("what is to be told is not kept over a restart: {}", failure.get());
    }
    notKept = failure;
  }

  /** What came of what was told. Any thread. */
  public NotificationsStatus status() {
    long lost;
    synchronized (events) {
      lost = eventsLost;
    }
    synchronized (this) {
      Map<String, Integer> alerts = new LinkedHashMap<>();
      List<Alert> firing = desk.firing();
      for (AlertSeverity severity : AlertSeverity.values()) {
        int count = (int) firing.stream().filter(alert -> alert.severity() == severity).count();
        if (count > 0) {
          alerts.put(severity.label(), count);
        }
      }
      return new NotificationsStatus(
          alerts,
          mailboxes.values().stream().map(Mailbox::status).toList(),
          lost,
          desk.untracked(),
          notKept);
    }
  }

  /** The alerts that go on, in the order in which they began. Any thread. */
  public synchronized List<Alert> firing() {
    return desk.firing();
  }

  /** What a test has come to. */
  public sealed interface TestResult {

    /** There is such a receiver. */
    record Tried(Outcome outcome) implements TestResult {}

    /** There is none. */
    record Unknown(List<String> receivers) implements TestResult {}
  }

  /** Sends a test message beside all that waits, and tells what came of it. Any thread. */
  public TestResult test(String receiver) throws InterruptedException {
    Receiver to = watched.settings().receivers().get(receiver);
    if (to == null) {
      return new TestResult.Unknown(List.copyOf(watched.settings().receivers().keySet()));
    }
    Moment now = clocks.moment();
    Message message = new Message(receiver, Message.Cause.TEST, "", now.at(), List.of(), List.of());
    try (Delivery delivery = Delivery.to(to, sender)) {
      return new TestResult.Tried(
          delivery.deliver(new Letter(idPrefix + "test-" + now.at().toEpochMilli(), message)));
    }
  }

  /** Ends. What is not delivered is kept. */
  @Override
  public void close() {
    synchronized (events) {
      isClosed = true;
      events.notifyAll();
    }
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      if (file.isThere()) {
        keep(text());
      }
      deliveries.values().forEach(Delivery::close);
      deliveries.clear();
    }
  }
}
