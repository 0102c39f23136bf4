package org.popdns.record;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * RDATA in presentation format, as BIND, NSD and Knot read it back: names absolute, texts in
 * quotes, numbers rather than mnemonics. Where no text of the type makes the same bytes, or where
 * they are not well formed, it is the form of RFC 3597 §5, which does for every type. Stateless.
 */
public final class RdataText {

  private RdataText() {}

  /**
   * The text of RDATA.
   *
   * @param rdata names in it uncompressed
   */
  public static String of(RecordType type, byte[] rdata) {
    StringBuilder text = new StringBuilder();
    append(type, rdata, 0, rdata.length, text);
    return text.toString();
  }

  /**
   * The text of RDATA.
   *
   * @param type its type's number
   * @param rdata names in it uncompressed
   */
  public static String of(int type, byte[] rdata) {
    return of(RecordTypes.byNumber(type), rdata);
  }

  /**
   * Adds the text of RDATA.
   *
   * @param bytes holds it, {@code length} bytes at {@code from}
   */
  public static void append(
      RecordType type, byte[] bytes, int from, int length, StringBuilder text) {
    int before = text.length();
    if (type.isOpaque()
        || !type.isWellFormed(bytes, from, length)
        || !write(type, new RdataCursor().over(bytes, from, length), text)) {
      text.setLength(before);
      appendGeneric(bytes, from, length, text);
    }
  }

  /**
   * The text of each field, as {@link #of} has them one behind the other: texts in quotes, and
   * empty what is left out.
   *
   * @param rdata names in it uncompressed
   * @return empty if the type is opaque, the RDATA not well formed, or no text makes these bytes
   */
  public static Optional<List<String>> fields(RecordType type, byte[] rdata) {
    if (type.isOpaque() || !type.isWellFormed(rdata, 0, rdata.length)) {
      return Optional.empty();
    }
    RdataCursor wire = new RdataCursor().over(rdata, 0, rdata.length);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < type.fieldCount(); i++) {
      StringBuilder text = new StringBuilder();
      if (!type.field(i).kind().write(wire, text)) {
        return Optional.empty();
      }
      texts.add(text.toString());
    }
    return Optional.of(texts);
  }

  private static boolean write(RecordType type, RdataCursor wire, StringBuilder text) {
    for (int i = 0; i < type.fieldCount(); i++) {
      if (i > 0) {
        text.append(' ');
      }
      int start = text.length();
      if (!type.field(i).kind().write(wire, text)) {
        return false;
      }
      if (text.length() == start && i > 0) {
        // A field that is left out.
        text.setLength(start - 1);
      }
    }
    return true;
  }

  /** RDATA of any type (RFC 3597 §5): {@code \# 4 c0000201}. */
  public static String generic(byte[] rdata) {
    StringBuilder text = new StringBuilder();
    appendGeneric(rdata, 0, rdata.length, text);
    return text.toString();
  }

  private static void appendGeneric(byte[] bytes, int from, int length, StringBuilder text) {
    text.append("\\# ").append(length);
    if (length > 0) {
      text.append(' ').append(HexFormat.of().formatHex(bytes, from, from + length));
    }
  }
}
