package org.popdns.config.read;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.popdns.name.DomainName;

/**
 * The zones of the last load, so that a reload reads changed files only. A zone is taken from here
 * if its file is the same by inode, size and change time, which no edit leaves as they were, and if
 * nothing that it was checked against has changed. Any thread; what changes is the set of zones
 * kept.
 */
final class ZoneCache {

  // A zone's origin may change while its file does not.
  private record Key(Path file, DomainName origin) {}

  /**
   * A zone with its problems, and what it was made of.
   *
   * @param checkedAgainst all else that the zone depends on
   */
  private record Entry(FileStamp stamp, Object checkedAgainst, LoadedZone zone) {}

  private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

  /** A file as it was before it was read. */
  static final class Ticket {
    private final Key key;
    private final Optional<FileStamp> stamp;

    private Ticket(Key key, Optional<FileStamp> stamp) {
      this.key = key;
      this.stamp = stamp;
    }
  }

  /** Looks at a file, before it is read. */
  static Ticket ticket(ZoneFiles.ZoneFile file) {
    return new Ticket(new Key(file.file(), file.origin()), FileStamp.of(file.file()));
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
    ticket
        .stamp
        .filter(FileStamp::isSettled)
        .ifPresent(stamp -> entries.put(ticket.key, new Entry(stamp, checkedAgainst, zone)));
  }

  /** Forgets the zones of all but these files. */
  void keep(List<ZoneFiles.ZoneFile> files) {
    if (entries.size() > files.size()) {
      Set<Key> kept = HashSet.newHashSet(files.size());
      files.forEach(file -> kept.add(new Key(file.file(), file.origin())));
      entries.keySet().retainAll(kept);
    }
  }
}
