package org.popdns.config.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.DomainName;

/**
 * The zones of the last load, so that a reload reads changed files only. A zone is taken from here
 * if its file is the same by inode, size and change time, which no edit leaves as they were, and if
 * nothing that it was checked against has changed. Any thread; what changes is the set of zones
 * kept.
 */
final class ZoneCache {

  /** A file changed within this time of its reading may change again and look the same. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  // A zone's origin may change while its file does not.
  private record Key(Path file, DomainName origin) {}

  /**
   * What tells one state of a file from another.
   *
   * @param changed when, in nanoseconds since 1970
   */
  private record Stamp(long inode, long size, long changed) {}

  /**
   * A zone with its problems, and what it was made of.
   *
   * @param checkedAgainst all else that the zone depends on
   */
  private record Entry(Stamp stamp, Object checkedAgainst, LoadedZone zone) {}

  private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

  /** A file as it was before it was read. */
  static final class Ticket {
    private final Key key;
    private final Optional<Stamp> stamp;

    private Ticket(Key key, Optional<Stamp> stamp) {
      this.key = key;
      this.stamp = stamp;
    }
  }

  /** Looks at a file, before it is read. */
  static Ticket ticket(ZoneFiles.ZoneFile file) {
    return new Ticket(new Key(file.file(), file.origin()), stamp(file.file()));
  }

  /** The zone of a file that has not changed since. */
  Optional<LoadedZone> find(Ticket ticket, Object checkedAgainst) {
    return Optional.ofNullable(entries.get(ticket.key))
        .filter(entry -> ticket.stamp.equals(Optional.of(entry.stamp)))
        .filter(entry -> entry.checkedAgainst.equals(checkedAgainst))
        .map(Entry::zone);
  }

  /** Keeps the zone of a file that was read after the ticket was drawn. */
  void put(Ticket ticket, Object checkedAgainst, LoadedZone zone) {
    long latest = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() - MARGIN.toMillis());
    ticket
        .stamp
        .filter(stamp -> stamp.changed < latest)
        .ifPresent(stamp -> entries.put(ticket.key, new Entry(stamp, checkedAgainst, zone)));
  }

  private static Optional<Stamp> stamp(Path file) {
    try {
      Map<String, Object> attributes =
          Files.readAttributes(file, "unix:ino,size,ctime", new LinkOption[0]);
      return attributes.get("ctime") instanceof FileTime changed
          ? Optional.of(
              new Stamp(
                  number(attributes.get("ino")),
                  number(attributes.get("size")),
                  changed.to(TimeUnit.NANOSECONDS)))
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty(); // Such a file is read, and says what is wrong with it.
    }
  }

  private static long number(@Nullable Object attribute) {
    return attribute instanceof Number number ? number.longValue() : 0;
  }
}
