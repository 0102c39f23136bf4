package org.popdns.config.record;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.popdns.config.record.RecordType.Count;
import org.popdns.config.tree.Scalars;
import org.popdns.name.DomainName;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** RDATA as master files write it, read and written by dnsjava. */
public final class PresentationFormat {

  // The root name, type, class, TTL and length, which stand before the RDATA.
  private static final int HEADER_BYTES = 11;

  private PresentationFormat() {}

  /**
   * The type of a name as master files write it, in any case; SOA and types that only dnsjava knows
   * included.
   */
  public static Optional<RecordType> type(String mnemonic) {
    int number = Type.value(mnemonic);
    if (number < 0) {
      return Optional.empty();
    }
    RecordType known = RecordTypes.byNumber(number);
    return Optional.of(
        known.mnemonic().startsWith("TYPE")
            ? new RecordType(Type.string(number), number, Count.MANY, known.shape(), known.check())
            : known);
  }

  /**
   * The RDATA of a record.
   *
   * @param text the words of the RDATA, as written
   * @param origin for relative names
   * @return names in it uncompressed
   * @throws IOException with a message for the operator if the text does not fit the type
   */
  public static byte[] rdata(int type, String text, DomainName origin) throws IOException {
    // Most records are addresses, and a tokenizer of dnsjava's takes 8 KiB each time.
    Optional<byte[]> address =
        switch (type) {
          case RecordType.A -> Scalars.ipv4(text);
          case RecordType.AAAA -> Scalars.ipv6(text);
          default -> Optional.empty();
        };
    if (address.isPresent()) {
      return address.get();
    }
    try {
      Record record =
          Record.fromString(
              Name.root, type, DClass.IN, 0, text, Name.fromString(origin.toString()));
      byte[] wire = record.toWire(Section.ANSWER);
      return Arrays.copyOfRange(wire, HEADER_BYTES, wire.length);
    } catch (IOException | RuntimeException e) {
      // Which exceptions the many parsers of dnsjava throw for bad text is not said anywhere.
      throw new IOException(reason(e), e);
    }
  }

  /**
   * The text of RDATA, names in it absolute.
   *
   * @param rdata names in it uncompressed
   * @return empty if no text of the type's own makes these bytes
   */
  public static Optional<String> text(int type, byte[] rdata) {
    try {
      String text = Record.newRecord(Name.root, type, DClass.IN, 0, rdata).rdataToString();
      boolean exact = Arrays.equals(rdata(type, text, DomainName.ROOT), rdata);
      return exact ? Optional.of(text) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  // dnsjava says where in the text it was, which is not where it is in the file.
  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null ? "not well formed" : message.replaceFirst("^[^:]*:[0-9]+: ", "");
  }
}
