package org.popdns.config.record;

import static org.popdns.config.record.FieldKind.BASE64;
import static org.popdns.config.record.FieldKind.CHARACTER_STRING;
import static org.popdns.config.record.FieldKind.HEX;
import static org.popdns.config.record.FieldKind.IPV4;
import static org.popdns.config.record.FieldKind.IPV6;
import static org.popdns.config.record.FieldKind.NAME;
import static org.popdns.config.record.FieldKind.TEXT;
import static org.popdns.config.record.FieldKind.U16;
import static org.popdns.config.record.FieldKind.U8;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.record.RecordType.Count;
import org.popdns.config.record.StructureShape.Field;
import org.popdns.config.tree.Node;
import org.popdns.name.DomainName;

/** The table of record types. Immutable. */
public final class RecordTypes {

  private static final Map<String, RecordType> BY_MNEMONIC = new LinkedHashMap<>();
  private static final Map<Integer, RecordType> BY_NUMBER = new HashMap<>();

  static {
    many("A", RecordType.A, new ScalarShape(IPV4));
    many("AAAA", RecordType.AAAA, new ScalarShape(IPV6));
    many(
        "CAA",
        257,
        StructureShape.of(
            Field.of("flags", U8).orElse((byte) 0),
            Field.of("tag", CHARACTER_STRING),
            Field.of("value", TEXT)),
        CaaTag.CHECK);
    one("CNAME", RecordType.CNAME, new ScalarShape(NAME));
    one("DNAME", RecordType.DNAME, new ScalarShape(NAME));
    many(
        "DS",
        RecordType.DS,
        StructureShape.of(
                Field.of("key_tag", U16),
                Field.of("algorithm", U8),
                Field.of("digest_type", U8),
                Field.of("digest", HEX))
            // The names that octoDNS had at first.
            .orOlder(
                Field.of("flags", U16),
                Field.of("protocol", U8),
                Field.of("algorithm", U8),
                Field.of("public_key", HEX)),
        DigestLength.DS);
    many("HTTPS", 65, new ServiceShape());
    many("LOC", 29, new LocShape());
    many(
        "MX",
        RecordType.MX,
        StructureShape.of(
            Field.of("preference", U16).or("priority"), Field.of("exchange", NAME).or("value")));
    many(
        "NAPTR",
        35,
        StructureShape.of(
            Field.of("order", U16),
            Field.of("preference", U16),
            Field.of("flags", CHARACTER_STRING),
            Field.of("service", CHARACTER_STRING),
            Field.of("regexp", CHARACTER_STRING),
            Field.of("replacement", NAME)));
    many("NS", RecordType.NS, new ScalarShape(NAME));
    many("OPENPGPKEY", 61, new ScalarShape(BASE64));
    many("PTR", 12, new ScalarShape(NAME));
    many("SPF", 99, new TextShape());
    many(
        "SRV",
        RecordType.SRV,
        StructureShape.of(
            Field.of("priority", U16),
            Field.of("weight", U16),
            Field.of("port", U16),
            Field.of("target", NAME)));
    many(
        "SSHFP",
        44,
        StructureShape.of(
            Field.of("algorithm", U8),
            Field.of("fingerprint_type", U8),
            Field.of("fingerprint", HEX)),
        DigestLength.SSHFP);
    many("SVCB", 64, new ServiceShape());
    many(
        "TLSA",
        52,
        StructureShape.of(
            Field.of("certificate_usage", U8),
            Field.of("selector", U8),
            Field.of("matching_type", U8),
            Field.of("certificate_association_data", HEX)),
        DigestLength.TLSA);
    many("TXT", 16, new TextShape());
    many(
        "URI",
        256,
        StructureShape.of(
            Field.of("priority", U16), Field.of("weight", U16), Field.of("target", TEXT)));
  }

  private RecordTypes() {}

  private static void one(String mnemonic, int number, ValueShape shape) {
    put(new RecordType(mnemonic, number, Count.ONE, shape, RdataCheck.NONE));
  }

  private static void many(String mnemonic, int number, ValueShape shape) {
    many(mnemonic, number, shape, RdataCheck.NONE);
  }

  private static void many(String mnemonic, int number, ValueShape shape, RdataCheck check) {
    put(new RecordType(mnemonic, number, Count.MANY, shape, check));
  }

  private static void put(RecordType type) {
    BY_MNEMONIC.put(type.mnemonic(), type);
    BY_NUMBER.put(type.number(), type);
  }

  /**
   * The type of a name such as {@code AAAA} or {@code TYPE65280} (RFC 3597 §5).
   *
   * @return empty also for the numbers of types that a zone file cannot hold
   */
  public static Optional<RecordType> byMnemonic(String mnemonic) {
    return mnemonic.startsWith("TYPE") && mnemonic.matches("TYPE[1-9][0-9]{0,4}")
        ? generic(mnemonic, Integer.parseInt(mnemonic.substring(4)))
        : Optional.ofNullable(BY_MNEMONIC.get(mnemonic));
  }

  private static Optional<RecordType> generic(String mnemonic, int number) {
    if (number > 0xffff || number == RecordType.SOA || isMade(number)) {
      return Optional.empty();
    }
    RecordType known = BY_NUMBER.get(number);
    return Optional.of(
        known == null
            ? new RecordType(mnemonic, number, Count.MANY, new GenericShape(), RdataCheck.NONE)
            : new RecordType(mnemonic, number, known.count(), new GenericShape(), known.check()));
  }

  /**
   * True for types that nobody writes into a zone file: those of messages and queries (RFC 6895
   * §3.1), and the signatures and denials that signing makes (RFC 4034, RFC 5155).
   */
  public static boolean isMade(int number) {
    return number == 0
        || number == 41
        || number == 46
        || number == 47
        || number == 50
        || (number >= 128 && number <= 255);
  }

  /** The type of a number, with its own name if it has one here. */
  public static RecordType byNumber(int number) {
    RecordType known = BY_NUMBER.get(number);
    return known != null
        ? known
        : new RecordType("TYPE" + number, number, Count.MANY, new GenericShape(), RdataCheck.NONE);
  }

  /**
   * Reads a name that ends in a dot.
   *
   * @param what the type and the field, for messages
   * @param zone the zone that it stands in; empty if it stands in none
   * @return empty if it does not fit, and then that is reported
   */
  public static Optional<DomainName> absoluteName(
      Node node, String what, Optional<DomainName> zone, FileProblems problems) {
    return FieldKind.absoluteName(node, what, zone, problems);
  }

  /** The name of a parameter of SVCB and HTTPS, {@code keyNNN} where it has none of its own. */
  public static String serviceParameter(int number) {
    return ServiceParameters.name(number);
  }

  /** Every name that {@link #byMnemonic} knows. */
  public static Collection<String> mnemonics() {
    return List.copyOf(BY_MNEMONIC.keySet());
  }
}
