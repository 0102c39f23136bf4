package org.popdns.events;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.popdns.state.DiskFailure;
import org.popdns.state.DurableFiles;
import org.popdns.state.StateDisk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What changed and why: the {@link RecentEvents}, told to the log and kept over restarts in a file
 * of twice as many lines at most, one JSON object each. Any thread adds, and waits for no disk: the
 * disk's thread encodes and writes. What can't be written is still in memory, and {@link #failure}
 * says so. A loss of power may take the last lines; a file that could not be read is added to,
 * never replaced.
 */
public final class Journal {

  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  private final Optional<Path> file;
  private final StateDisk disk;
  private final EventLog eventLog = EventLog.ofSystem();
  private final RecentEvents events = new RecentEvents();
  private final RecentEvents unwritten = new RecentEvents();
  private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
  private boolean isToBeWritten;

  // The disk's thread alone, once the file is read.
  private final RecentEvents written = new RecentEvents();
  private int linesInFile;
  private boolean wasRead = true;
  private boolean endsWithinLine;
  private volatile Optional<String> failure = Optional.empty();

  /** The journal in a file, or in memory alone. What the file holds is read at once. */
  public Journal(Optional<Path> file, StateDisk disk) {
    this.file = file;
    this.disk = disk;
    file.ifPresent(this::readFile);
  }

  private void readFile(Path path) {
    try {
      // Whatever bytes a failing disk gave: what is no text is in some lines only.
      String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
      // Where the power was lost; what comes next would be lost with it.
      endsWithinLine = !text.isEmpty() && !text.endsWith("\n");
      for (String line : text.lines().toList()) {
        linesInFile++;
        EventJson.read(line)
            .ifPresent(
                event -> {
                  events.add(event);
                  written.add(event);
                });
      }
    } catch (NoSuchFileException nothingYet) {
      log.debug("{} is new", path);
    } catch (IOException e) {
      wasRead = false;
      endsWithinLine = true; // For all that is known.
      log.warn("{} can't be read: {}", path, DiskFailure.text(e));
    }
  }

  /**
   * From now on, this one is given each event by the thread that adds it, which it must not stop.
   */
  public void tell(Consumer<Event> listener) {
    listeners.add(listener);
  }

  /** Adds an event, and tells the log if nobody has. */
  public void add(Event event) {
    eventLog.tell(event);
    synchronized (this) {
      events.add(event);
      file.ifPresent(path -> addToFile(path, event));
    }
    listeners.forEach(listener -> listener.accept(event));
  }

  /** Tells the log alone. */
  void mention(Event event) {
    eventLog.tell(event);
  }

  /** One task of the disk's for all that have come, however many do. */
  private void addToFile(Path path, Event event) {
    unwritten.add(event);
    if (!isToBeWritten) {
      isToBeWritten = disk.later(() -> write(path));
      if (!isToBeWritten) {
        failed(path, "the disk is too slow");
      }
    }
  }

  private synchronized List<Event> takeUnwritten() {
    isToBeWritten = false;
    return unwritten.drain();
  }

  /** Why events would be lost at a restart; empty if they would not. */
  public Optional<String> failure() {
    return failure;
  }

  /** On the disk's thread. What it fails to write now it writes with the next event. */
  private void write(Path path) {
    List<Event> next = takeUnwritten();
    next.forEach(written::add);
    try {
      int most = 2 * Math.max(RecentEvents.KEPT, written.size());
      boolean isToBeRenewed = linesInFile + next.size() > most || failure.isPresent();
      if (!Files.exists(path) || (wasRead && isToBeRenewed)) {
        DurableFiles.SYSTEM.makeFolder(path.toAbsolutePath().resolveSibling(""));
        DurableFiles.SYSTEM.replace(path, lines(written.list()));
        linesInFile = written.size();
        wasRead = true;
      } else {
        String lines = (endsWithinLine ? "\n" : "") + lines(next);
        Files.writeString(path, lines, StandardOpenOption.APPEND);
        linesInFile += next.size();
      }
      endsWithinLine = false;
      failure.ifPresent(was -> log.info("{} is written again", path));
      failure = Optional.empty();
    } catch (IOException e) {
      endsWithinLine = true; // It may have got the beginning of a line.
      failed(path, DiskFailure.text(e));
    }
  }

  private void failed(Path path, String why) {
    if (failure.isEmpty()) {
      log.error("{} can't be written, so changes are lost at a restart: {}", path, why);
    }
    failure = Optional.of(path + " can't be written: " + why);
  }

  private static String lines(List<Event> events) {
    StringBuilder text = new StringBuilder();
    events.forEach(event -> text.append(EventJson.of(event)).append('\n'));
    return text.toString();
  }

  /**
   * From when on a journal holds all that happened, where it has let go of what is older.
   *
   * @param events all that it has, the oldest first
   * @return empty if it has let go of nothing
   */
  public static Optional<Instant> completeFrom(List<Event> events) {
    return Stream.of(true, false)
        .map(health -> events.stream().filter(event -> event.isOfHealth() == health).toList())
        .filter(sort -> sort.size() >= RecentEvents.KEPT)
        .map(sort -> sort.getFirst().at())
        .max(Comparator.naturalOrder());
  }

  /**
   * The events of a journal's file, the oldest first, as many as a journal keeps. Lines that are
   * cut off are passed over.
   *
   * @throws IOException if it can't be read
   */
  public static List<Event> read(Path file) throws IOException {
    RecentEvents events = new RecentEvents();
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    text.lines().forEach(line -> EventJson.read(line).ifPresent(events::add));
    return events.list();
  }

  /** The events, the oldest first. */
  public synchronized List<Event> events() {
    return events.list();
  }
}
