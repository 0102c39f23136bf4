package org.popdns.config.zone;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.popdns.config.model.PackedRecordSets;
import org.popdns.config.model.Zone;
import org.popdns.config.record.PresentationFormat;
import org.popdns.config.record.RecordType;
import org.popdns.config.record.RecordTypes;
import org.popdns.config.record.SoaRdata;
import org.popdns.name.DomainName;

/**
 * Reads a master file that nothing can be said against, in one pass over its bytes and without an
 * object for each record: what makes a zone of a million names load. Whatever is unusual or wrong
 * in a file makes it leave the file to {@link MasterFile} and {@link ZoneChecks}, which come to the
 * same zone or say what is wrong; it never reports anything itself. Used once, by one thread.
 */
public final class PlainMasterFile {

  private static final long NONE = -1;

  private final PlainScanner scanner;
  private final PlainRecords records;
  private final DomainName origin;
  private final byte[] originWire;
  private final PlainName owner = new PlainName();
  private final PlainName name = new PlainName();
  private final PlainRdata rdata;
  private byte[] currentOrigin;
  private int ownerLength = -1;
  private long defaultTtl = NONE;
  private long lastTtl = NONE;
  private Optional<SoaRdata> soa = Optional.empty();
  private String typeText = "";
  private Optional<RecordType> typeFound = Optional.empty();

  private PlainMasterFile(byte[] bytes, DomainName origin) {
    this.scanner = new PlainScanner(bytes);
    this.records = new PlainRecords(origin, bytes.length);
    this.origin = origin;
    this.originWire = origin.toWire();
    this.currentOrigin = originWire;
    this.rdata = new PlainRdata(scanner);
  }

  /**
   * Reads a zone.
   *
   * @param bytes the file's content; nobody changes it
   * @param file the file as the operator named it
   * @return empty if the file must be read with more care
   */
  public static Optional<Zone> read(byte[] bytes, Path file, DomainName origin) {
    try {
      return Optional.of(new PlainMasterFile(bytes, origin).read(file));
    } catch (NotPlain e) {
      return Optional.empty();
    }
  }

  private Zone read(Path file) throws NotPlain {
    while (scanner.next()) {
      int token = 0;
      if (!scanner.isBlank()) {
        if (scanner.bytes()[scanner.from(0)] == '$') {
          directive();
          continue;
        }
        owner();
        token = 1;
      } else {
        NotPlain.unless(ownerLength >= 0);
      }
      record(token);
    }
    SoaRdata start = soa.orElseThrow(NotPlain::new);
    PackedRecordSets sets = records.sets(file);
    new PlainChecks(sets, start).check();
    return new Zone(origin, start.serial(), sets);
  }

  private void directive() throws NotPlain {
    NotPlain.unless(scanner.count() == 2);
    if (scanner.is(0, "$TTL")) {
      defaultTtl = ttl(1);
      NotPlain.unless(defaultTtl != NONE);
    } else if (scanner.is(0, "$ORIGIN")) {
      name.read(scanner, 1, currentOrigin);
      currentOrigin = Arrays.copyOf(name.wire(), name.length());
    } else {
      throw new NotPlain();
    }
  }

  private void owner() throws NotPlain {
    owner.read(scanner, 0, currentOrigin);
    ownerLength = owner.lengthWithout(originWire);
    // The origin's labels twice: a name that lacks its final dot, which is worth a warning.
    int labels = originWire.length - 1;
    boolean doubled = labels > 0 && owner.endsWith(ownerLength, originWire, labels);
    NotPlain.unless(ownerLength >= 0 && !doubled);
  }

  private void record(int firstToken) throws NotPlain {
    int token = firstToken;
    long ttl = NONE;
    boolean classSeen = false;
    while (token < scanner.count()) {
      long number = ttl == NONE ? ttl(token) : NONE;
      if (number != NONE) {
        ttl = number;
      } else if (!classSeen && scanner.is(token, "IN")) {
        classSeen = true;
      } else {
        break;
      }
      token++;
    }
    NotPlain.unless(token < scanner.count());
    int type = type(token);
    rdata.read(type, token + 1, currentOrigin);
    if (type == RecordType.SOA) {
      soa(ttl, token);
      return;
    }
    if (ttl != NONE) {
      lastTtl = ttl;
    } else {
      ttl = defaultTtl != NONE ? defaultTtl : lastTtl;
    }
    boolean isAddress = type == RecordType.A || type == RecordType.AAAA;
    boolean unfit =
        (isAddress && !owner.isHostName())
            || (type == RecordType.NS && owner.isWildcard())
            || type == RecordType.DNAME;
    NotPlain.unless(ttl != NONE && !unfit);
    add(type, ttl, token);
  }

  private void add(int type, long ttl, int token) throws NotPlain {
    records.add(
        owner.wire(), ownerLength, type, ttl, scanner.line(token), scanner.column(token), rdata);
  }

  private void soa(long ttl, int token) throws NotPlain {
    NotPlain.unless(ownerLength == 0 && soa.isEmpty());
    SoaRdata data = SoaRdata.ofBytes(Arrays.copyOf(rdata.bytes(), rdata.length()));
    soa = Optional.of(data);
    if (ttl != NONE) {
      lastTtl = ttl;
    }
    long other = defaultTtl != NONE ? defaultTtl : data.minimum();
    add(RecordType.SOA, ttl != NONE ? ttl : other, token);
  }

  /** The number of a type; the file's types are few, so the last one is mostly this one. */
  private int type(int token) throws NotPlain {
    if (scanner.is(token, "A")) {
      return RecordType.A;
    }
    if (!scanner.is(token, typeText)) {
      String text = scanner.text(token);
      typeFound = PresentationFormat.type(text).filter(type -> !RecordTypes.isMade(type.number()));
      typeText = text.toUpperCase(Locale.ROOT);
    }
    return typeFound.orElseThrow(NotPlain::new).number();
  }

  /** Seconds; NONE if the token is no time. */
  private long ttl(int token) {
    byte[] bytes = scanner.bytes();
    int from = scanner.from(token);
    int to = scanner.to(token);
    if (bytes[from] < '0' || bytes[from] > '9') {
      return NONE;
    }
    long seconds = 0;
    for (int at = from; at < to; at++) {
      if (bytes[at] < '0' || bytes[at] > '9' || at - from == 9) {
        return MasterRecords.ttl(scanner.text(token)).orElse(NONE);
      }
      seconds = seconds * 10 + bytes[at] - '0';
    }
    return seconds;
  }
}
