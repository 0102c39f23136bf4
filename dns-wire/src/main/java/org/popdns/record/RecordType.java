package org.popdns.record;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record type: a row of the table {@link RecordTypes}. Immutable; any thread.
 *
 * <p>The constants are numbers of IANA's registry, for those that treat a type in a way of its own
 * (RFC 1035 §3.2.2, §3.2.3).
 */
public final class RecordType {

  public static final int A = 1;
  public static final int NS = 2;
  public static final int CNAME = 5;
  public static final int SOA = 6;
  public static final int PTR = 12;
  public static final int HINFO = 13;
  public static final int MX = 15;
  public static final int TXT = 16;
  public static final int AAAA = 28;
  public static final int LOC = 29;
  public static final int SRV = 33;
  public static final int NAPTR = 35;
  public static final int DNAME = 39;
  public static final int OPT = 41;
  public static final int DS = 43;
  public static final int RRSIG = 46;
  public static final int NSEC = 47;
  public static final int DNSKEY = 48;
  public static final int NSEC3 = 50;
  public static final int NSEC3PARAM = 51;
  public static final int SVCB = 64;
  public static final int HTTPS = 65;
  public static final int SPF = 99;
  public static final int TSIG = 250;
  public static final int IXFR = 251;
  public static final int AXFR = 252;
  public static final int ANY = 255;

  /** {@link #leadingNameAt} of a type whose RDATA has no such name. */
  public static final int NONE = -1;

  private static final Field[] NO_FIELDS = {};

  /** How many records of a type an owner may have. */
  public enum Count {
    /** One. */
    ONE,
    /** Any number. */
    MANY
  }

  /** Who makes records of a type. */
  public enum Use {
    /** Who writes the zone. */
    DATA,
    /** Who signs the zone (RFC 4034, RFC 5155). */
    SIGNING,
    /** Nobody: they are of messages and queries (RFC 6895 §3.1). */
    MESSAGE
  }

  private final String mnemonic;
  private final int number;
  private final Count count;
  private final Use use;
  private final Field[] fields;
  private final @Nullable RdataCheck check;
  private final @Nullable RdataCheck doubt;
  private final int firstNameAt;
  private final int compressibleCount;
  private final int hostAt;
  private final int aliasAt;
  private final boolean hasListedNames;

  private RecordType(
      String mnemonic,
      int number,
      Count count,
      Use use,
      Field[] fields,
      @Nullable RdataCheck check,
      @Nullable RdataCheck doubt) {
    this.mnemonic = mnemonic;
    this.number = number;
    this.count = count;
    this.use = use;
    this.fields = fields;
    this.check = check;
    this.doubt = doubt;
    this.firstNameAt = firstNameAt(fields);
    this.compressibleCount = compressibleCount(fields);
    this.hostAt = leadingNameAt(Names.Target.HOST);
    this.aliasAt = leadingNameAt(Names.Target.ALIAS);
    this.hasListedNames = hasListedNames(fields);
  }

  static RecordType of(String mnemonic, int number, Field... fields) {
    return new RecordType(mnemonic, number, Count.MANY, Use.DATA, fields, null, null);
  }

  /** A type of which nothing is known but its number. */
  static RecordType unknown(int number) {
    Use use = number == 0 || (number >= 128 && number <= 255) ? Use.MESSAGE : Use.DATA;
    return new RecordType("TYPE" + number, number, Count.MANY, use, NO_FIELDS, null, null);
  }

  RecordType one() {
    return new RecordType(mnemonic, number, Count.ONE, use, fields, check, doubt);
  }

  RecordType madeBy(Use other) {
    return new RecordType(mnemonic, number, count, other, fields, check, doubt);
  }

  RecordType checked(RdataCheck other) {
    return new RecordType(mnemonic, number, count, use, fields, other, doubt);
  }

  RecordType doubted(RdataCheck other) {
    return new RecordType(mnemonic, number, count, use, fields, check, other);
  }

  // Where the first name begins, if all before it is of a set length.
  private static int firstNameAt(Field[] fields) {
    int at = 0;
    for (Field field : fields) {
      if (field.kind() instanceof Names) {
        return at;
      }
      if (field.kind().lengthBytes() == FieldKind.ANY_LENGTH) {
        return NONE;
      }
      at += field.kind().lengthBytes();
    }
    return NONE;
  }

  /** Its name, in upper case; {@code TYPEnnn} (RFC 3597 §5) if it has none. */
  public String mnemonic() {
    return mnemonic;
  }

  /** Its number in the registry of IANA. */
  public int number() {
    return number;
  }

  /** How many records of the type an owner may have. */
  public Count count() {
    return count;
  }

  /** Who makes records of the type. */
  public Use use() {
    return use;
  }

  /** What its RDATA is made of, in the order of the text; nothing if it {@link #isOpaque}. */
  public List<Field> fields() {
    return List.of(fields);
  }

  /** How many fields its RDATA has. */
  int fieldCount() {
    return fields.length;
  }

  Field field(int index) {
    return fields[index];
  }

  /** True if it has no text of its own, only that of RFC 3597. */
  public boolean isOpaque() {
    return fields.length == 0;
  }

  /** True for A and AAAA. */
  public boolean isAddress() {
    return number == A || number == AAAA;
  }

  boolean hasCheck() {
    return check != null;
  }

  /** How messages call a field of it. */
  public String subject(Field field) {
    return fields.length == 1 ? mnemonic + " record" : mnemonic + " " + field.key();
  }

  /** What is wrong with RDATA of this type, as a sentence for the operator; empty if nothing. */
  public Optional<String> problem(byte[] rdata) {
    return problem(rdata, 0, rdata.length);
  }

  /**
   * What is wrong with RDATA of this type, as a sentence for the operator; empty if nothing.
   *
   * @param bytes holds it, {@code length} bytes at {@code from}
   */
  public Optional<String> problem(byte[] bytes, int from, int length) {
    if (length > RdataReader.LONGEST_RDATA_BYTES) {
      return Optional.of(
          mnemonic + " record: RDATA of " + length + " bytes, at most 65535 are allowed");
    }
    if (isOpaque()) {
      return Optional.empty();
    }
    RdataCursor wire = new RdataCursor().over(bytes, from, length);
    for (Field field : fields) {
      String found = field.kind().skip(wire);
      if (found != null) {
        return Optional.of(subject(field) + " " + found);
      }
    }
    if (wire.left() > 0) {
      return Optional.of(mnemonic + " record has " + wire.left() + " bytes too many");
    }
    return judged(check, bytes, from, length);
  }

  /**
   * What clients may not take from RDATA of this type, although servers load it, as a sentence for
   * the operator; empty if nothing.
   *
   * @param bytes holds it, {@code length} bytes at {@code from}, without a {@link #problem}
   */
  public Optional<String> doubt(byte[] bytes, int from, int length) {
    return judged(doubt, bytes, from, length);
  }

  private Optional<String> judged(@Nullable RdataCheck by, byte[] bytes, int from, int length) {
    String found = by == null ? null : by.problem(bytes, from, length);
    return found == null ? Optional.empty() : Optional.of(mnemonic + " " + found);
  }

  /** True if RDATA has the form of this type, whether it makes sense or not. */
  boolean isWellFormed(byte[] bytes, int from, int length) {
    RdataCursor wire = new RdataCursor().over(bytes, from, length);
    for (Field field : fields) {
      if (field.kind().skip(wire) != null) {
        return false;
      }
    }
    return wire.left() == 0;
  }

  /**
   * Makes the names in RDATA lower-case where its canonical form has them so (RFC 4034 §6.2, RFC
   * 6840 §5.1), in place.
   *
   * @param bytes hold it, {@code length} bytes at {@code from}, well formed
   */
  public void toCanonical(byte[] bytes, int from, int length) {
    if (!hasListedNames) {
      return;
    }
    RdataCursor wire = new RdataCursor().over(bytes, from, length);
    for (Field field : fields) {
      int start = wire.at();
      if (field.kind().skip(wire) != null) {
        return;
      }
      if (field.kind().isLowerCaseWhenCanonical()) {
        for (int i = start; i < wire.at(); i++) {
          // Lengths of labels are below the letters.
          if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
            bytes[i] = (byte) (bytes[i] + 0x20);
          }
        }
      }
    }
  }

  private static boolean hasListedNames(Field[] fields) {
    for (Field field : fields) {
      if (field.kind().isLowerCaseWhenCanonical()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Where in RDATA the names begin that may be compressed (RFC 3597 §4), in bytes; {@link #NONE} if
   * there are none.
   */
  public int compressibleFrom() {
    return compressibleCount == 0 ? NONE : firstNameAt;
  }

  /** How many names may be compressed; they stand in a row. */
  public int compressibleCount() {
    return compressibleCount;
  }

  private static int compressibleCount(Field[] fields) {
    int names = 0;
    for (Field field : fields) {
      names += field.kind() instanceof Names n && n.age() == Names.Age.WELL_KNOWN ? 1 : 0;
    }
    return names;
  }

  /**
   * Where in RDATA the name of a host begins whose addresses are sent along (RFC 1035 §3.3, RFC
   * 2782), in bytes; {@link #NONE} if there is none.
   */
  public int hostAt() {
    return hostAt;
  }

  /**
   * Where in RDATA the name begins that the owner is an alias of; {@link #NONE} for other types.
   */
  public int aliasAt() {
    return aliasAt;
  }

  private int leadingNameAt(Names.Target target) {
    for (Field field : fields) {
      if (field.kind() instanceof Names names) {
        return names.target() == target ? firstNameAt : NONE;
      }
    }
    return NONE;
  }

  @Override
  public String toString() {
    return mnemonic;
  }
}
