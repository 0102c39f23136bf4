package org.popdns.config.zone;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.PackedRecordSets;
import org.popdns.config.model.RecordPacker;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.ZoneSteering;
import org.popdns.config.problem.Mark;
import org.popdns.config.problem.Span;
import org.popdns.config.zone.RecordPlaces.Part;
import org.popdns.name.DomainName;
import org.popdns.name.NameOrder;
import org.popdns.record.RecordType;
import org.popdns.record.RecordType.Count;
import org.popdns.record.RecordTypes;

/**
 * Gathers a zone's single records, whichever format its files have, and makes record sets of them.
 * There may be millions: a record is a few bytes, and of its place it keeps what {@link
 * RecordPlaces} finds the rest by. Used once, by the one thread that loads the zone.
 *
 * <pre>{@code
 * ZoneRecords records = new ZoneRecords(origin, Repeats.JOIN, bytes.length);
 * int file = records.file(path, places);
 * records.owner(labels, 0, length).at(file, line, column).add(RecordType.A, 300, rdata, 0, 4);
 * Optional<Zone> zone = assembly.assemble(records);
 * }</pre>
 */
public final class ZoneRecords {

  /** Most records of a zone. */
  public static final int MOST_RECORDS = 5_000_000;

  /** Most records of a set: more fit no message, even without RDATA (RFC 1035 §4.2.2). */
  public static final int MOST_IN_A_SET = 5000;

  // Above this, records of a set are told apart by a hash table.
  private static final int FEW = 8;

  /** What it means that records of one owner and type stand at several places. */
  public enum Repeats {
    /** They make up one set, as in master files. */
    JOIN,
    /** All but the first place are an error. */
    REFUSE
  }

  /** Whether all that the files say is here. */
  enum Completeness {
    /** It is. */
    COMPLETE,
    /** Some of it was refused, so nothing can be said of what seems to be missing. */
    PARTIAL
  }

  private record SourceOf(Path file, RecordPlaces places) {}

  private final DomainName origin;
  private final Repeats repeats;
  private final RecordStore store;
  private final List<SourceOf> files = new ArrayList<>(1);
  private final List<String> plans = new ArrayList<>(0);
  private final Map<String, Integer> planNumbers = new HashMap<>(0);
  private final Map<String, SteeringPlan> ownPlans = new LinkedHashMap<>(0);
  private byte[] owner = new byte[DomainName.MAX_LENGTH_BYTES];
  private int ownerLength;
  private int file;
  private int line;
  private int column;
  private Optional<Boolean> clientSubnet = Optional.empty();
  private SoaFields soa = SoaFields.DEFAULT;
  private boolean hasSoa;
  private boolean isFull;

  /**
   * Prepares for a zone.
   *
   * @param fileBytes the size of its file, about
   */
  public ZoneRecords(DomainName origin, Repeats repeats, int fileBytes) {
    this.origin = origin;
    this.repeats = repeats;
    this.store = new RecordStore(fileBytes);
  }

  /** The zone's apex. */
  public DomainName origin() {
    return origin;
  }

  /** Makes a file known, the zone's own first; its number for {@link #at}. */
  public int file(Path path, RecordPlaces places) {
    files.add(new SourceOf(path, places));
    return files.size() - 1;
  }

  /**
   * The owner of what is added next.
   *
   * @param labels its labels in wire format without the origin's; copied
   * @param length of the labels in bytes, 0 at the apex
   */
  public ZoneRecords owner(byte[] labels, int from, int length) {
    System.arraycopy(labels, from, owner, 0, length);
    ownerLength = length;
    return this;
  }

  /**
   * The place of what is added next.
   *
   * @param line counted from 1
   * @param column in code points, counted from 1
   */
  public ZoneRecords at(int file, int line, int column) {
    this.file = file;
    this.line = line;
    this.column = column;
    return this;
  }

  /**
   * Adds a record.
   *
   * @param rdata well formed, names uncompressed, at {@code from}; copied
   */
  public void add(int type, long ttlSeconds, byte[] rdata, int from, int length) {
    add(type, ttlSeconds, RecordStore.STATIC, rdata, from, length);
  }

  /** Adds a set whose addresses a plan gives. */
  public void addSteered(int type, long ttlSeconds, String plan) {
    int number = plan(plan) | RecordStore.WITHOUT_RECORD;
    add(type, ttlSeconds, number, owner, 0, 0);
  }

  /** Adds an address to a set that a plan gives, for the case that the plan has none. */
  public void addLastResort(
      int type, long ttlSeconds, String plan, byte[] rdata, int from, int length) {
    add(type, ttlSeconds, plan(plan), rdata, from, length);
  }

  /** Adds a plan that the zone itself brings, for the set of its name. */
  public void addPlan(SteeringPlan plan) {
    ownPlans.putIfAbsent(plan.name(), plan);
  }

  /** The plans that the zone brings, by their names, in the order of its files. */
  Map<String, SteeringPlan> ownPlans() {
    return ownPlans;
  }

  /** Says whether client subnets are asked; what is said first, nearest to the zone, counts. */
  public void askClientSubnet(boolean isAsked) {
    clientSubnet = clientSubnet.or(() -> Optional.of(isAsked));
  }

  /** What the zone says of steering. */
  ZoneSteering steering() {
    boolean isAsked = clientSubnet.orElse(Boolean.FALSE);
    return ownPlans.isEmpty() && !isAsked
        ? ZoneSteering.NONE
        : new ZoneSteering(isAsked, List.copyOf(ownPlans.values()));
  }

  private int plan(String name) {
    return planNumbers.computeIfAbsent(
        name,
        added -> {
          plans.add(added);
          return plans.size();
        });
  }

  private void add(
      int type, long ttlSeconds, int cluster, byte[] rdata, int from, int rdataLength) {
    if (isFull) {
      return;
    }
    if (store.count() == MOST_RECORDS) {
      isFull = true;
      mark(file, line, column, Part.RECORD, 0)
          .error("more than " + MOST_RECORDS + " records in one zone");
    } else if (!store.hasRoom(ownerLength, rdataLength)) {
      isFull = true;
      mark(file, line, column, Part.RECORD, 0)
          .error(
              "the zone's records take more than "
                  + (RecordPacker.MAX_BYTES >> 20)
                  + " MiB of memory");
    } else {
      store.owner(owner, 0, ownerLength);
      store.type(type, ttlSeconds);
      store.place(file, line, column);
      store.rdata(cluster, rdata, from, rdataLength);
    }
  }

  /** True if no more records are taken, which is reported: the rest of the file is of no use. */
  public boolean isFull() {
    return isFull;
  }

  /** The SOA record, at the place told last. A second one is reported, unless it is the same. */
  public void soa(SoaFields fields) {
    if (ownerLength > 0) {
      mark(file, line, column, Part.RECORD, 0)
          .error(
              "a SOA record stands at the zone itself only, not at " + name(owner, 0, ownerLength));
    } else if (!hasSoa) {
      hasSoa = true;
      soa = fields;
      byte[] rdata = fields.rdata(origin, origin).toBytes();
      add(RecordType.SOA, fields.ttlSeconds(), rdata, 0, rdata.length);
    } else if (repeats == Repeats.REFUSE || !fields.equals(soa)) {
      // RFC 5936 §2.2: a zone that was transferred ends in the record that it begins with.
      mark(file, line, column, Part.RECORD, 0)
          .error("a zone has one SOA record, this is the second");
    }
  }

  /** What the file says of the SOA record, or what stands for it where it says nothing. */
  SoaFields soa() {
    return soa;
  }

  /** Whether all that the files say was added. */
  Completeness completeness() {
    return files.stream().anyMatch(source -> source.places().problems().hasErrors())
        ? Completeness.PARTIAL
        : Completeness.COMPLETE;
  }

  /**
   * Makes the record sets, in canonical order, and reports what does not go together. The SOA
   * record is among them, with serial 0 where the file gives none.
   *
   * @throws IllegalArgumentException if they take too much memory
   */
  PackedRecordSets sets() {
    if (!hasSoa) {
      hasSoa = true;
      owner(owner, 0, 0).at(0, 0, 0);
      byte[] rdata = soa.rdata(origin, origin).toBytes();
      add(RecordType.SOA, soa.ttlSeconds(), rdata, 0, rdata.length);
    }
    store.sort();
    byte[] soaRdata = soa.rdata(origin, firstNameServer()).toBytes();
    RecordPacker packer = new RecordPacker(origin, store.count(), store.lengthBytes());
    int kept = 0;
    int count = store.count();
    for (int from = 0; from < count; ) {
      int to = from + 1;
      while (to < count && store.isSameSet(from, to)) {
        to++;
      }
      int end = to - from > 1 ? together(from, to, kept) : kept + 1;
      if (to - from == 1) {
        store.move(from, kept);
      }
      pack(kept, end, soaRdata, packer);
      kept = end;
      from = to;
    }
    store.cut(kept);
    return packer.build();
  }

  private void pack(int from, int to, byte[] soaRdata, RecordPacker packer) {
    byte[] bytes = store.bytes();
    int first = store.start(from);
    int type = store.type(first);
    packer.owner(bytes, RecordStore.owner(first), store.ownerLength(first));
    int cluster = store.cluster(first);
    if (cluster == RecordStore.STATIC) {
      packer.type(type, store.ttlSeconds(first));
    } else {
      packer.steered(type, store.ttlSeconds(first), plans.get(cluster - 1));
    }
    packer.at(
        files.get(store.file(first)).file(),
        Math.max(1, store.line(first)),
        Math.max(1, store.column(first)));
    int records = 0;
    for (int i = from; i < to; i++) {
      records += store.hasRecord(store.start(i)) ? 1 : 0;
    }
    packer.records(records);
    for (int i = from; i < to; i++) {
      int start = store.start(i);
      if (type == RecordType.SOA) {
        packer.rdata(soaRdata, 0, soaRdata.length);
      } else if (store.hasRecord(start)) {
        packer.rdata(bytes, store.rdata(start), store.rdataLength(start));
      }
    }
  }

  private DomainName firstNameServer() {
    int found = store.indexOf(owner, 0, 0, RecordType.NS);
    if (found < 0) {
      return origin;
    }
    int start = store.start(found);
    int from = store.rdata(start);
    return DomainName.ofWire(
        Arrays.copyOfRange(store.bytes(), from, from + store.rdataLength(start)));
  }

  /** Moves those records of a set to {@code kept} that count; the index behind them. */
  private int together(int from, int to, int kept) {
    int first = store.start(from);
    RecordType type = RecordTypes.byNumber(store.type(first));
    Set<ByteBuffer> keys = to - from > FEW ? HashSet.newHashSet(to - from) : Set.of();
    int end = kept;
    for (int i = from; i < to; i++) {
      int start = store.start(i);
      if (i > from && repeats == Repeats.REFUSE && !isSamePlace(first, start)) {
        // One message for all that stand there.
        if (!isSamePlace(start, store.start(i - 1))) {
          mark(start, Part.RECORD, 0)
              .error(
                  "the "
                      + type
                      + " records of "
                      + name(store.bytes(), RecordStore.owner(first), store.ownerLength(first))
                      + " stand in "
                      + line(first)
                      + " already");
        }
        continue;
      }
      boolean repeated =
          store.hasRecord(start)
              && (keys instanceof HashSet
                  ? !keys.add(key(type, start))
                  : isAmong(type, start, kept, end));
      if (counts(start, first, type, end - kept, repeated)) {
        store.move(i, end++);
      }
    }
    return end;
  }

  private String line(int start) {
    Mark mark = mark(start, Part.RECORD, 0);
    return mark.file().line(mark.span());
  }

  private boolean counts(int start, int first, RecordType type, int before, boolean repeated) {
    if (repeated) {
      // RFC 2181 §5: there are no duplicates in a set, whoever hands them over.
      mark(start, Part.RECORD, 0)
          .warning("the same " + type + " record stands here twice; it counts once");
      return false;
    }
    // A plan's set begins with what says whose it is, and the one record behind is its last resort.
    int records = store.hasRecord(first) ? before : before - 1;
    if (type.count() == Count.ONE && records > 0) {
      mark(start, Part.RECORD, 0).error("a name has one " + type + " record, not several");
      return false;
    }
    if (before == MOST_IN_A_SET) {
      mark(start, Part.RECORD, 0)
          .error("more than " + MOST_IN_A_SET + " records of one name and type");
    }
    if (before >= MOST_IN_A_SET) {
      return false;
    }
    if (store.ttlSeconds(start) != store.ttlSeconds(first)) {
      mark(start, Part.RECORD, 0)
          .warning(
              "TTL "
                  + store.ttlSeconds(start)
                  + " differs from the "
                  + store.ttlSeconds(first)
                  + " of the "
                  + type
                  + " records before, which counts for all as in BIND; NSD keeps both, Knot the"
                  + " last");
    }
    return true;
  }

  private boolean isSamePlace(int start, int other) {
    return store.line(start) == store.line(other)
        && store.column(start) == store.column(other)
        && store.file(start) == store.file(other);
  }

  private boolean isAmong(RecordType type, int start, int from, int to) {
    byte[] bytes = store.bytes();
    int length = store.rdataLength(start);
    for (int i = from; i < to; i++) {
      int other = store.start(i);
      // Most records differ even without case.
      if (store.hasRecord(other)
          && store.rdataLength(other) == length
          && NameOrder.isSame(bytes, store.rdata(other), bytes, store.rdata(start), length)
          && key(type, other).equals(key(type, start))) {
        return true;
      }
    }
    return false;
  }

  /** What two records of a type share exactly if they are the same record. */
  private ByteBuffer key(RecordType type, int start) {
    int from = store.rdata(start);
    byte[] rdata = Arrays.copyOfRange(store.bytes(), from, from + store.rdataLength(start));
    type.toCanonical(rdata, 0, rdata.length);
    return ByteBuffer.wrap(rdata);
  }

  /** Where to report what concerns the zone as a whole. */
  Mark start() {
    return new Mark(files.getFirst().places().problems(), Span.START);
  }

  /**
   * Where to report what concerns a record of a set, once {@link #sets} has made it.
   *
   * @param labels has the owner's labels, without the origin's
   * @param number which of the set's records, counted from 0
   */
  Mark mark(byte[] labels, int from, int length, int type, int number, Part part) {
    int first = store.indexOf(labels, from, length, type);
    if (first < 0) {
      return start();
    }
    int record = first;
    int before = 0;
    for (int i = first; i < store.count() && store.isSameSet(first, i); i++) {
      if (store.hasRecord(store.start(i)) && before++ == number) {
        record = i;
        break;
      }
    }
    int start = store.start(record);
    int sameBefore = 0;
    for (int i = first; i < record; i++) {
      int other = store.start(i);
      sameBefore += store.hasRecord(other) && isSamePlace(start, other) ? 1 : 0;
    }
    return mark(start, part, sameBefore);
  }

  private Mark mark(int start, Part part, int number) {
    return mark(store.file(start), store.line(start), store.column(start), part, number);
  }

  private Mark mark(int inFile, int atLine, int atColumn, Part part, int number) {
    RecordPlaces places = files.get(inFile).places();
    Span span = atLine == 0 ? Span.START : places.span(atLine, atColumn, part, number);
    return new Mark(places.problems(), span);
  }

  private DomainName name(byte[] labels, int from, int length) {
    byte[] wire = Arrays.copyOfRange(labels, from, from + length + origin.lengthBytes());
    System.arraycopy(origin.toWire(), 0, wire, length, origin.lengthBytes());
    return DomainName.ofWire(wire);
  }
}
