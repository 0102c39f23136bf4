package org.popdns.config.zone;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.popdns.config.problem.Spelling;
import org.popdns.config.record.SoaRdata;
import org.popdns.name.DomainName;
import org.popdns.name.NameOrder;
import org.popdns.name.NameReader;
import org.popdns.record.RdataReader;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;

/**
 * The records of one zone's master files: each is read from its words and gathered. Used by the one
 * thread that loads the zone.
 */
final class MasterRecords {

  /** Longest TTL (RFC 2181 §8), in seconds. */
  private static final long MAX_TTL = Integer.MAX_VALUE;

  private static final long NONE = MasterTimes.NONE;
  // What NSD, Knot and PowerDNS take where nothing says any TTL.
  private static final long LAST_RESORT_TTL = 3600;

  // Behind the type: two names and the serial.
  private static final int SOA_TIMES = 4;

  private final ZoneRecords zone;
  private final ForeignForms foreign;
  private final byte[] origin;
  private final RdataReader rdata = new RdataReader();
  private final NameReader names = new NameReader();
  private byte[] owner = new byte[DomainName.MAX_LENGTH_BYTES];
  private int ownerLength;
  private OwnerState ownerState = OwnerState.MISSING;
  private long defaultTtl = NONE;
  private long lastTtl = NONE;
  private long soaMinimum = NONE;
  private boolean isAnotherZones;
  private boolean saidWhatTtl;
  private boolean saidMinimum;
  private boolean hasSoa;
  private @Nullable RecordType lastType;
  private @Nullable Outer left;
  private boolean isOwnerAmbiguous;
  private boolean isTtlAmbiguous;
  private @Nullable Path leftFile;

  MasterRecords(ZoneRecords zone, ForeignForms foreign) {
    this.zone = zone;
    this.foreign = foreign;
    this.origin = zone.origin().toWire();
  }

  /** What is known of the name that a record without one has. */
  private enum OwnerState {
    /** There was none. */
    MISSING,
    /** It is a name of the zone. */
    KNOWN,
    /** It was refused, and that is reported. */
    REFUSED
  }

  /** What an including file has from before. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Outer(byte[] owner, OwnerState state, long defaultTtl) {}

  /** Before an included file is read: a record without a name there has none to take. */
  Outer enter() {
    Outer outer = new Outer(Arrays.copyOf(owner, ownerLength), ownerState, defaultTtl);
    left = null;
    return outer;
  }

  /** Behind it. RFC 1035 §5.1: the owner is that of before; $TTL is that of wherever it stood. */
  void leave(Outer outer, Path file) {
    boolean sameOwner =
        ownerState == outer.state
            && ownerLength == outer.owner.length
            && NameOrder.isSame(owner, 0, outer.owner, 0, ownerLength);
    byte[] ownerInside = sameOwner ? outer.owner : Arrays.copyOf(owner, ownerLength);
    left = new Outer(ownerInside, ownerState, outer.defaultTtl);
    leftFile = file;
    restore(outer);
    isOwnerAmbiguous = !sameOwner;
    isTtlAmbiguous = outer.defaultTtl != defaultTtl;
  }

  /** Goes on as it was, behind records that a directive made. */
  void restore(Outer outer) {
    System.arraycopy(outer.owner, 0, owner, 0, outer.owner.length);
    ownerLength = outer.owner.length;
    ownerState = outer.state;
  }

  /** True if the zone's SOA record was among them. */
  boolean hasSoa() {
    return hasSoa;
  }

  /** True if no more records are taken. */
  boolean isFull() {
    return zone.isFull();
  }

  /** Obeys {@code $TTL}. */
  void defaultTtl(OpenMaster master, int word) {
    isTtlAmbiguous = false;
    MasterScanner scanner = master.scanner();
    long seconds = MasterTimes.seconds(scanner.bytes(), scanner.from(word), scanner.to(word));
    if (seconds == NONE) {
      master.error(
          word,
          "$TTL must be seconds, or a time such as 1h30m, up to "
              + MAX_TTL
              + " seconds, not "
              + OpenMaster.shown(scanner, word));
      return;
    }
    sayIfSeveralUnits(master, word);
    defaultTtl = limited(master, word, seconds);
  }

  private static void sayIfSeveralUnits(OpenMaster master, int word) {
    MasterScanner scanner = master.scanner();
    int from = scanner.from(word);
    int to = scanner.to(word);
    if (MasterTimes.hasSeveralUnits(scanner.bytes(), from, to)) {
      master.warning(
          word,
          "this is "
              + MasterTimes.seconds(scanner.bytes(), from, to)
              + " seconds, of which PowerDNS takes the first number only");
    }
  }

  /** RFC 2181 §8: what has the highest bit set counts as zero. */
  private static long limited(OpenMaster master, int word, long seconds) {
    if (seconds <= MAX_TTL) {
      return seconds;
    }
    master.warning(
        word, "TTL " + seconds + " is more than " + MAX_TTL + ", and counts as 0 (RFC 2181 §8)");
    return 0;
  }

  /** A record whose first word is its name. */
  void named(OpenMaster master) {
    MasterScanner scanner = master.scanner();
    isOwnerAmbiguous = false;
    int word = ForeignForms.isZoneMark(scanner, zone.origin()) && scanner.count() > 1 ? 1 : 0;
    if (foreign.isComment(master, word)) {
      return;
    }
    if (!names.read(scanner.bytes(), scanner.from(word), scanner.to(word), master.origin())) {
      ownerState = OwnerState.REFUSED;
      master.error(word, OpenMaster.shown(scanner, word) + " " + names.problem());
      return;
    }
    int length = names.length();
    if (!NameOrder.isAtOrBelow(names.wire(), 0, length, origin, 0, origin.length)) {
      ownerState = OwnerState.REFUSED;
      outside(master, word, DomainName.ofWire(Arrays.copyOf(names.wire(), length)));
      return;
    }
    ownerState = OwnerState.KNOWN;
    ownerLength = length - origin.length;
    System.arraycopy(names.wire(), 0, owner, 0, ownerLength);
    record(master, word, word + 1);
  }

  /** A record of a name outside the zone: one of those that strayed, or of another zone's file. */
  private void outside(OpenMaster master, int word, DomainName name) {
    if (isAnotherZones) {
      return; // That says it all.
    }
    MasterScanner scanner = master.scanner();
    // TTL and class may stand before the type (RFC 1035 §5.1).
    for (int type = word + 1; type < Math.min(word + 4, scanner.count()); type++) {
      Optional<RecordType> known = RecordTypes.byMnemonic(scanner.text(type));
      if (known.isPresent() && known.get().number() != RecordType.SOA) {
        break;
      }
      if (known.isPresent()) {
        isAnotherZones = true;
        master.error(
            word,
            "the SOA record is that of "
                + name
                + ", not of the zone "
                + zone.origin()
                + ": the file is another zone's");
        return;
      }
    }
    master.warning(
        word,
        "name " + name + " is outside the zone " + zone.origin() + ": its records are left out");
  }

  /** A record that has the name of the one before it. */
  void unnamed(OpenMaster master) {
    Path file = leftFile;
    if (isOwnerAmbiguous && file != null) {
      isOwnerAmbiguous = false;
      if (ownerState == OwnerState.KNOWN) {
        master.warning(
            0,
            "the name is that of before $INCLUDE, as in BIND and Knot; NSD and PowerDNS take the"
                + " last one of "
                + file.getFileName());
      }
    }
    switch (ownerState) {
      case MISSING -> master.error(0, "a record without a name, and none before it has one");
      case KNOWN -> record(master, 0, 0);
      case REFUSED -> {}
    }
  }

  /** A record of which the name is known; {@code start} is its first word. */
  private void record(OpenMaster master, int start, int first) {
    MasterScanner scanner = master.scanner();
    int word = first;
    int ttlWord = 0;
    long ttl = NONE;
    boolean classSeen = false;
    while (word < scanner.count()) {
      int c = scanner.isQuoted(word) ? 0 : scanner.bytes()[scanner.from(word)];
      if (c >= '0' && c <= '9' && ttl == NONE) {
        ttl = MasterTimes.seconds(scanner.bytes(), scanner.from(word), scanner.to(word));
        if (ttl == NONE) {
          break;
        }
        ttlWord = word;
      } else if (!classSeen && isClass(scanner, word, c)) {
        classSeen = true;
        if (!isInternet(scanner, word)) {
          master.error(word, "the only class is IN, not " + OpenMaster.shown(scanner, word));
          return;
        }
      } else if (c != '[' || !foreign.isAge(master, word)) {
        break;
      }
      word++;
    }
    if (word == scanner.count()) {
      master.error(start, "the record lacks a type");
      return;
    }
    RecordType type = type(master, word);
    if (type == null) {
      return;
    }
    if (!rdata.read(type, scanner, word + 1, master.origin())) {
      int wrong = rdata.problemWord() < scanner.count() ? rdata.problemWord() : word;
      if (!foreign.isHint(master, wrong)) {
        master.error(Math.max(word, wrong), rdata.problem());
      }
      return;
    }
    Optional<String> doubt = rdata.doubt();
    if (doubt.isPresent()) {
      master.warning(word + 1, doubt.get());
    }
    long own = ttl > MAX_TTL ? limited(master, ttlWord, ttl) : ttl;
    zone.at(master.number(), master.line(word), master.column(word));
    zone.owner(owner, 0, ownerLength);
    if (type.number() == RecordType.SOA) {
      soa(master, word, own);
    } else {
      zone.add(type.number(), effectiveTtl(master, word, own), rdata.bytes(), 0, rdata.length());
    }
  }

  private static boolean isClass(MasterScanner scanner, int word, int first) {
    return switch (first) {
      case 'I', 'i' -> scanner.is(word, "IN");
      case 'H', 'h' -> scanner.is(word, "HS");
      case 'C', 'c' ->
          scanner.is(word, "CH") || scanner.is(word, "CS") || classNumber(scanner, word) >= 0;
      default -> false;
    };
  }

  private static boolean isInternet(MasterScanner scanner, int word) {
    // RFC 3597 §5: CLASS1 is IN.
    return scanner.is(word, "IN") || classNumber(scanner, word) == 1;
  }

  /** The number of {@code CLASS1}; -1 if it is no class so written. */
  private static int classNumber(MasterScanner scanner, int word) {
    String text = scanner.text(word).toUpperCase(Locale.ROOT);
    return text.matches("CLASS[0-9]{1,5}") ? Integer.parseInt(text.substring(5)) : -1;
  }

  /** The type at a word, or null if its records are of no use, and then that is reported. */
  private @Nullable RecordType type(OpenMaster master, int word) {
    MasterScanner scanner = master.scanner();
    RecordType last = lastType;
    if (last != null && scanner.is(word, last.mnemonic())) {
      return last;
    }
    RecordType type =
        scanner.isQuoted(word)
            ? null
            : RecordTypes.byMnemonic(scanner.bytes(), scanner.from(word), scanner.to(word));
    if (foreign.isForeign(master, word, type)) {
      return null;
    }
    if (type == null) {
      String text = scanner.text(word);
      master
          .problems()
          .error(
              master.span(word),
              "unknown record type " + OpenMaster.shown(scanner, word),
              Spelling.nearest(
                  text, RecordTypes.all().stream().map(RecordType::mnemonic).toList()));
      return null;
    }
    if (type.use() == RecordType.Use.MESSAGE) {
      master.error(word, "a zone file does not hold " + type + " records");
      return null;
    }
    lastType = type;
    return type;
  }

  // RFC 2308 §4: $TTL. RFC 1035 §5.1: else the last one stated. As others do: else SOA's minimum.
  private long effectiveTtl(OpenMaster master, int word, long own) {
    if (own != NONE) {
      lastTtl = own;
      return own;
    }
    if (defaultTtl != NONE) {
      sayWhoseTtl(master, word);
      return defaultTtl;
    }
    if (!saidWhatTtl && !(saidMinimum && lastTtl == NONE)) {
      saidWhatTtl = true;
      master.warning(word, "no TTL here and no $TTL before: taking " + whatTtl());
    }
    return lastTtl != NONE ? lastTtl : soaMinimum != NONE ? soaMinimum : LAST_RESORT_TTL;
  }

  private String whatTtl() {
    if (lastTtl != NONE) {
      return lastTtl
          + ", the last one stated, here and below (RFC 1035 §5.1)"
          + (saidMinimum
              ? "; BIND takes the SOA record's minimum, NSD and Knot 3600"
              : ", as BIND and PowerDNS do; NSD and Knot take 3600");
    }
    return soaMinimum != NONE
        ? "the SOA record's minimum, "
            + soaMinimum
            + ", here and below, as BIND does; NSD, Knot and PowerDNS take 3600"
        : LAST_RESORT_TTL + ", as NSD, Knot and PowerDNS do; BIND refuses the zone";
  }

  private void sayWhoseTtl(OpenMaster master, int word) {
    Outer inside = left;
    Path file = leftFile;
    if (isTtlAmbiguous && inside != null && file != null) {
      isTtlAmbiguous = false;
      master.warning(
          word,
          "the TTL is "
              + defaultTtl
              + " from here on, by $TTL in "
              + file.getFileName()
              + ", as in BIND, NSD and PowerDNS; Knot goes on with "
              + (inside.defaultTtl == NONE ? "3600" : inside.defaultTtl));
    }
  }

  private void soa(OpenMaster master, int word, long own) {
    for (int time = word + SOA_TIMES; time < master.scanner().count(); time++) {
      sayIfSeveralUnits(master, time);
    }
    SoaRdata data = SoaRdata.ofBytes(Arrays.copyOf(rdata.bytes(), rdata.length()));
    long ttl = own;
    if (own != NONE) {
      lastTtl = own;
    } else if (defaultTtl != NONE) {
      ttl = defaultTtl;
    } else {
      ttl = Math.min(data.minimum(), MAX_TTL);
      saidMinimum = true;
      master.warning(
          word,
          "no TTL here and no $TTL before: taking the record's minimum, "
              + ttl
              + ", here and below, as BIND does; NSD, Knot and PowerDNS take 3600");
    }
    if (soaMinimum == NONE) {
      soaMinimum = Math.min(data.minimum(), MAX_TTL);
    }
    hasSoa |= ownerLength == 0;
    zone.soa(SoaFields.of(data, ttl));
  }
}
