package org.popdns.config.record;

import static org.popdns.config.record.FieldKind.IPV4;
import static org.popdns.config.record.FieldKind.IPV6;
import static org.popdns.config.record.FieldKind.NAME;
import static org.popdns.config.record.FieldKind.U16;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.model.DomainName;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.record.RecordType.Count;
import org.popdns.config.record.StructureShape.Field;
import org.popdns.config.tree.Node;

/** The table of record types. Immutable. */
public final class RecordTypes {

  private static final Map<String, RecordType> BY_MNEMONIC = new LinkedHashMap<>();

  static {
    many("A", RecordType.A, new ScalarShape(IPV4));
    many("AAAA", RecordType.AAAA, new ScalarShape(IPV6));
    one("CNAME", RecordType.CNAME, new ScalarShape(NAME));
    many(
        "MX",
        RecordType.MX,
        StructureShape.of(
            Field.of("preference", U16).or("priority"), Field.of("exchange", NAME).or("value")));
    many("NS", RecordType.NS, new ScalarShape(NAME));
    many(
        "SRV",
        RecordType.SRV,
        StructureShape.of(
            Field.of("priority", U16),
            Field.of("weight", U16),
            Field.of("port", U16),
            Field.of("target", NAME)));
    many("TXT", 16, new TextShape());
  }

  private RecordTypes() {}

  private static void one(String mnemonic, int number, ValueShape shape) {
    BY_MNEMONIC.put(mnemonic, new RecordType(mnemonic, number, Count.ONE, shape));
  }

  private static void many(String mnemonic, int number, ValueShape shape) {
    BY_MNEMONIC.put(mnemonic, new RecordType(mnemonic, number, Count.MANY, shape));
  }

  /** The type of a name such as {@code AAAA}. */
  public static Optional<RecordType> byMnemonic(String mnemonic) {
    return Optional.ofNullable(BY_MNEMONIC.get(mnemonic));
  }

  /**
   * Reads a name that ends in a dot.
   *
   * @param what the type and the field, for messages
   * @return empty if it does not fit, and then that is reported
   */
  public static Optional<DomainName> absoluteName(Node node, String what, FileProblems problems) {
    return FieldKind.absoluteName(node, what, problems);
  }

  /** Every name that {@link #byMnemonic} knows. */
  public static Collection<String> mnemonics() {
    return List.copyOf(BY_MNEMONIC.keySet());
  }
}
