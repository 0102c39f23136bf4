package org.popdns.differential.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.differential.wire.Response.Outcome;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;

/** Decodes a response (RFC 1035 §4.1). One instance per message. */
public final class ResponseReader {

  private static final int HEADER_BYTES = 12;
  private static final int EXTENDED_ERROR = 15;
  private static final HexFormat HEX = HexFormat.of();
  private static final Comparator<RecordGroup> ORDER =
      Comparator.comparing(RecordGroup::owner).thenComparingInt(RecordGroup::type);

  private record Key(DomainName owner, int type, int recordClass) {}

  private final ByteBuffer in;
  private Optional<String> opt = Optional.empty();
  private int extendedRcode;

  private ResponseReader(byte[] message) {
    in = ByteBuffer.wrap(message);
  }

  /** What a message says; {@link Outcome#MALFORMED} if it can't be read to its last byte. */
  public static Response read(byte[] message) {
    try {
      return new ResponseReader(message).read();
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Response.none(Outcome.MALFORMED);
    }
  }

  private Response read() {
    in.position(2);
    int flags = u16();
    int[] counts = {u16(), u16(), u16(), u16()};
    for (int i = 0; i < counts[0]; i++) {
      name();
      in.position(in.position() + 4);
    }
    String question = HEX.formatHex(in.array(), HEADER_BYTES, in.position());
    List<RecordGroup> answer = section(counts[1]);
    List<RecordGroup> authority = section(counts[2]).stream().sorted(ORDER).toList();
    List<RecordGroup> additional = section(counts[3]).stream().sorted(ORDER).toList();
    if (in.hasRemaining()) {
      throw new IllegalArgumentException("bytes after the last record");
    }
    int rcode = (flags & 0xF) | extendedRcode;
    return new Response(
        Outcome.READ, rcode, flags & 0xFFF0, question, opt, answer, authority, additional);
  }

  private List<RecordGroup> section(int count) {
    Map<Key, List<String>> groups = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      DomainName owner = name();
      int type = u16();
      int recordClass = u16();
      int ttl = in.getInt();
      int end = u16() + in.position();
      if (type == RecordType.OPT) {
        extendedRcode = ttl >>> 24 << 4;
        String options = options(end);
        opt =
            Optional.of(
                opt.map(first -> first + " twice ").orElse("")
                    + "%06x%s".formatted(ttl & 0xFFFFFF, options));
        continue;
      }
      String record = Integer.toUnsignedString(ttl) + " " + rdata(type, end);
      groups.computeIfAbsent(new Key(owner, type, recordClass), k -> new ArrayList<>()).add(record);
    }
    List<RecordGroup> result = new ArrayList<>();
    groups.forEach(
        (key, records) ->
            result.add(new RecordGroup(key.owner, key.type, key.recordClass, records)));
    return result;
  }

  /** The options without extended errors (RFC 8914), which say the same in many ways. */
  private String options(int end) {
    StringBuilder text = new StringBuilder();
    while (in.position() < end) {
      int code = u16();
      int length = u16();
      if (code == EXTENDED_ERROR) {
        in.position(in.position() + length);
      } else {
        text.append(' ').append(code).append(':');
        hex(in.position() + length, text);
      }
    }
    return text.toString();
  }

  private String rdata(int type, int end) {
    // Names that may be compressed are (RFC 3597 §4), and then in the case of another.
    RecordType row = RecordTypes.byNumber(type);
    int names = row.compressibleCount();
    StringBuilder text = new StringBuilder();
    hex(names == 0 ? end : in.position() + row.compressibleFrom(), text);
    for (int i = 0; i < names && in.position() < end; i++) {
      text.append(' ').append(lowerCase(name())).append(' ');
    }
    hex(end, text);
    return text.toString().strip();
  }

  private void hex(int end, StringBuilder text) {
    text.append(HEX.formatHex(in.array(), in.position(), end));
    in.position(end);
  }

  private static String lowerCase(DomainName name) {
    return DomainName.ofWire(name.toLowerCaseWire()).toString();
  }

  private DomainName name() {
    ByteBuffer name = ByteBuffer.allocate(DomainName.MAX_LENGTH_BYTES + 64);
    int after = -1;
    while (true) {
      int length = in.get() & 0xFF;
      if (length >= 0xC0) {
        int target = (length & 0x3F) << 8 | (in.get() & 0xFF);
        after = after < 0 ? in.position() : after;
        if (target >= in.position() - 2) {
          throw new IllegalArgumentException("a pointer leads forward");
        }
        in.position(target);
        continue;
      }
      if (length > DomainName.MAX_LABEL_BYTES
          || name.position() + length >= DomainName.MAX_LENGTH_BYTES) {
        throw new IllegalArgumentException("not a name");
      }
      name.put((byte) length);
      if (length == 0) {
        break;
      }
      name.put(in.array(), in.position(), length);
      in.position(in.position() + length);
    }
    if (after >= 0) {
      in.position(after);
    }
    byte[] wire = new byte[name.position()];
    name.flip().get(wire);
    return DomainName.ofWire(wire);
  }

  private int u16() {
    return in.getShort() & 0xFFFF;
  }
}
