package org.popdns.config.zone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.popdns.config.model.DomainName;
import org.popdns.config.model.PackedRecordSets;
import org.popdns.config.model.Zone;
import org.popdns.config.record.PresentationFormat;
import org.popdns.config.record.RecordType;
import org.popdns.config.record.RecordTypes;
import org.popdns.config.record.SoaRdata;
import org.popdns.config.tree.Scalars;

/**
 * Reads a master file that nothing can be said against, in one pass over its bytes and without an
 * object for each record: what makes a zone of a million names load. Whatever is unusual or wrong
 * in a file makes it leave the file to {@link MasterFile} and {@link ZoneChecks}, which come to the
 * same zone or say what is wrong; it never reports anything itself. Used once, by one thread.
 */
public final class PlainMasterFile {

  private static final int PTR = 12;
  private static final int TXT = 16;
  private static final int LONGEST_STRING = 255;
  private static final long NONE = -1;

  private final PlainScanner scanner;
  private final PlainRecords records;
  private final DomainName origin;
  private final byte[] originWire;
  private final PlainName owner = new PlainName();
  private final PlainName name = new PlainName();
  private byte[] currentOrigin;
  private byte[] rdata = new byte[1024];
  private int rdataLength;
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
      } else if (ownerLength < 0) {
        throw new NotPlain();
      }
      record(token);
    }
    SoaRdata start = soa.orElseThrow(NotPlain::new);
    PackedRecordSets sets = records.sets(file);
    new PlainChecks(sets, start).check();
    return new Zone(origin, start.serial(), sets);
  }

  private void directive() throws NotPlain {
    if (scanner.count() != 2) {
      throw new NotPlain();
    }
    if (scanner.is(0, "$TTL")) {
      defaultTtl = ttl(1);
      if (defaultTtl == NONE) {
        throw new NotPlain();
      }
    } else if (scanner.is(0, "$ORIGIN")) {
      read(name, 1);
      currentOrigin = Arrays.copyOf(name.wire(), name.length());
    } else {
      throw new NotPlain();
    }
  }

  private void read(PlainName into, int token) throws NotPlain {
    if (scanner.isEscaped(token)) {
      into.readEscaped(scanner.text(token), currentOrigin);
    } else {
      into.read(scanner.bytes(), scanner.from(token), scanner.to(token), currentOrigin);
    }
  }

  private void owner() throws NotPlain {
    read(owner, 0);
    ownerLength = owner.lengthWithout(originWire);
    // The origin's labels twice: a name that lacks its final dot, which is worth a warning.
    int labels = originWire.length - 1;
    boolean doubled =
        labels > 0
            && ownerLength >= labels
            && PlainName.endsWith(owner.wire(), ownerLength, originWire, labels);
    if (ownerLength < 0 || doubled) {
      throw new NotPlain();
    }
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
    if (token == scanner.count()) {
      throw new NotPlain();
    }
    int type = type(token);
    rdata(type, token + 1);
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
    if (ttl == NONE || unfit) {
      throw new NotPlain();
    }
    add(type, ttl, token);
  }

  private void add(int type, long ttl, int token) throws NotPlain {
    records.add(
        owner.wire(),
        ownerLength,
        type,
        ttl,
        scanner.line(token),
        scanner.column(token),
        rdata,
        rdataLength);
  }

  private void soa(long ttl, int token) throws NotPlain {
    if (ownerLength != 0 || soa.isPresent()) {
      throw new NotPlain();
    }
    SoaRdata data = SoaRdata.ofBytes(Arrays.copyOf(rdata, rdataLength));
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

  /** Seconds, or times with units such as 1h30m; NONE if the token is no such time. */
  private long ttl(int token) throws NotPlain {
    byte[] bytes = scanner.bytes();
    int at = scanner.from(token);
    int to = scanner.to(token);
    if (bytes[at] < '0' || bytes[at] > '9') {
      return NONE;
    }
    long sum = 0;
    boolean units = false;
    while (at < to) {
      int first = at;
      long seconds = 0;
      while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
        need(at - first < 10);
        seconds = seconds * 10 + bytes[at] - '0';
        at++;
      }
      // Several times have a unit each.
      need(at > first && (at < to || !units));
      sum += at < to ? seconds * unit(bytes[at++]) : seconds;
      units = true;
      need(sum <= Integer.MAX_VALUE);
    }
    return sum;
  }

  private static long unit(byte letter) throws NotPlain {
    return switch (letter) {
      case 's', 'S' -> 1;
      case 'm', 'M' -> 60;
      case 'h', 'H' -> 3600;
      case 'd', 'D' -> 86_400;
      case 'w', 'W' -> 604_800;
      default -> throw new NotPlain();
    };
  }

  private void rdata(int type, int token) throws NotPlain {
    int words = scanner.count() - token;
    rdataLength = 0;
    switch (type) {
      case RecordType.A -> {
        need(words == 1);
        ipv4(token);
      }
      case RecordType.AAAA -> {
        need(words == 1);
        put(Scalars.ipv6(scanner.text(token)).orElseThrow(NotPlain::new));
      }
      case RecordType.NS, RecordType.CNAME, PTR -> {
        need(words == 1);
        name(token);
      }
      case RecordType.MX -> {
        need(words == 2);
        number(token);
        name(token + 1);
      }
      case RecordType.SRV -> {
        need(words == 4);
        number(token);
        number(token + 1);
        number(token + 2);
        name(token + 3);
      }
      case TXT -> strings(type, token);
      default -> any(type, token);
    }
  }

  private static void need(boolean holds) throws NotPlain {
    if (!holds) {
      throw new NotPlain();
    }
  }

  private void ipv4(int token) throws NotPlain {
    byte[] bytes = scanner.bytes();
    int at = scanner.from(token);
    int to = scanner.to(token);
    room(4);
    for (int i = 0; i < 4; i++) {
      int value = 0;
      int first = at;
      while (at < to && bytes[at] != '.') {
        need(bytes[at] >= '0' && bytes[at] <= '9' && at - first < 3);
        value = value * 10 + bytes[at] - '0';
        at++;
      }
      need(at > first && value <= 255 && (bytes[first] != '0' || at - first == 1));
      rdata[rdataLength++] = (byte) value;
      need(i == 3 ? at == to : at < to);
      at++;
    }
  }

  private void number(int token) throws NotPlain {
    byte[] bytes = scanner.bytes();
    int from = scanner.from(token);
    int to = scanner.to(token);
    need(to - from <= 5 && (bytes[from] != '0' || to - from == 1));
    int value = 0;
    for (int at = from; at < to; at++) {
      need(bytes[at] >= '0' && bytes[at] <= '9');
      value = value * 10 + bytes[at] - '0';
    }
    need(value <= 0xffff);
    room(2);
    rdata[rdataLength++] = (byte) (value >>> 8);
    rdata[rdataLength++] = (byte) value;
  }

  private void name(int token) throws NotPlain {
    read(name, token);
    put(name.wire(), 0, name.length());
  }

  private void strings(int type, int token) throws NotPlain {
    need(token < scanner.count());
    for (int i = token; i < scanner.count(); i++) {
      if (scanner.isEscaped(i)) {
        rdataLength = 0;
        any(type, token);
        return;
      }
      string(i);
    }
  }

  /** A character string (RFC 1035 §3.3). */
  private void string(int token) throws NotPlain {
    byte[] bytes = scanner.bytes();
    int from = scanner.from(token);
    int to = scanner.to(token);
    if (bytes[from] == '"') {
      from++;
      to--;
    }
    need(to - from <= LONGEST_STRING);
    room(1);
    rdata[rdataLength++] = (byte) (to - from);
    put(bytes, from, to - from);
  }

  /** The RDATA of a type that is not among the commonest ones, as the careful way makes it. */
  private void any(int type, int token) throws NotPlain {
    StringBuilder text = new StringBuilder();
    for (int i = token; i < scanner.count(); i++) {
      text.append(i > token ? " " : "").append(scanner.text(i));
    }
    try {
      byte[] made =
          PresentationFormat.rdata(type, text.toString(), DomainName.ofWire(currentOrigin));
      need(type == RecordType.SOA || typeFound.orElseThrow(NotPlain::new).problem(made).isEmpty());
      put(made);
    } catch (IOException e) {
      throw new NotPlain();
    }
  }

  private void put(byte[] bytes) throws NotPlain {
    put(bytes, 0, bytes.length);
  }

  private void put(byte[] bytes, int from, int length) throws NotPlain {
    room(length);
    System.arraycopy(bytes, from, rdata, rdataLength, length);
    rdataLength += length;
  }

  private void room(int more) throws NotPlain {
    int needed = rdataLength + more;
    need(needed <= 0xffff);
    if (needed > rdata.length) {
      rdata = Arrays.copyOf(rdata, Math.max(needed, rdata.length * 2));
    }
  }
}
