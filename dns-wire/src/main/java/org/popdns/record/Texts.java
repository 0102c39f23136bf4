package org.popdns.record;

import org.jspecify.annotations.Nullable;

/** Text: character strings (RFC 1035 §3.3), and text that reaches to the end of the RDATA. */
final class Texts extends FieldKind {

  /** A character string. */
  static final Texts STRING = new Texts(Extent.ONE, "a text of at most 255 bytes", Form.STRING);

  /** A character string that may be left out. */
  static final Texts OPTIONAL_STRING =
      new Texts(Extent.AT_MOST_ONE, "a text of at most 255 bytes", Form.STRING);

  /** One or more character strings. */
  static final Texts STRINGS = new Texts(Extent.LIST, "texts of at most 255 bytes", Form.STRING);

  /** A character string of letters and digits, without quotes (RFC 8659 §4.1). */
  static final Texts TAG = new Texts(Extent.ONE, "a word of ASCII letters and digits", Form.TAG);

  /** Text to the end of the RDATA, which may be empty. */
  static final Texts TO_END = new Texts(Extent.ONE, "a text", Form.TO_END);

  private enum Form {
    STRING,
    TAG,
    TO_END
  }

  private final Form form;

  private Texts(Extent extent, String expected, Form form) {
    super(extent, expected);
    this.form = form;
  }

  @Override
  public Content content() {
    return extent() == Extent.LIST ? Content.TEXTS : Content.TEXT;
  }

  @Override
  boolean read(RdataReader in) {
    if (extent() == Extent.AT_MOST_ONE && !in.hasNext()) {
      return true;
    }
    do {
      int word = in.next();
      if (word < 0 || !read(in, word)) {
        return false;
      }
    } while (extent() == Extent.LIST && in.hasNext());
    return true;
  }

  private boolean read(RdataReader in, int word) {
    return switch (form) {
      case STRING -> in.string(word);
      case TAG -> readTag(in, word);
      case TO_END -> in.unescaped(word);
    };
  }

  private static boolean readTag(RdataReader in, int word) {
    int start = in.length();
    return in.string(word) && (isTag(in.bytes(), start + 1, in.length()) || in.mismatch(word));
  }

  private static boolean isTag(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Ascii.isLetterOrDigit(bytes[i])) {
        return false;
      }
    }
    return to > from && to - from <= RdataReader.LONGEST_STRING_BYTES;
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    return switch (form) {
      case STRING -> skipStrings(wire);
      case TAG -> skipTag(wire);
      default -> skipRest(wire);
    };
  }

  private @Nullable String skipStrings(RdataCursor wire) {
    if (extent() == Extent.AT_MOST_ONE && wire.left() == 0) {
      return null;
    }
    String problem;
    do {
      problem = wire.skipString();
    } while (extent() == Extent.LIST && problem == null && wire.left() > 0);
    return problem;
  }

  private @Nullable String skipTag(RdataCursor wire) {
    int from = wire.at() + 1;
    String problem = wire.skipString();
    boolean wrong = problem == null && !isTag(wire.bytes(), from, wire.at());
    return wrong ? "must be " + expected() : problem;
  }

  private static @Nullable String skipRest(RdataCursor wire) {
    wire.skipRest();
    return null;
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    switch (form) {
      case STRING -> {
        if (extent() == Extent.AT_MOST_ONE && wire.left() == 0) {
          return true;
        }
        quoted(wire, wire.u8(), text);
        while (extent() == Extent.LIST && wire.left() > 0) {
          text.append(' ');
          quoted(wire, wire.u8(), text);
        }
      }
      case TAG -> {
        for (int left = wire.u8(); left > 0; left--) {
          text.append((char) wire.u8());
        }
      }
      default -> quoted(wire, wire.left(), text);
    }
    return true;
  }

  private static void quoted(RdataCursor wire, int count, StringBuilder text) {
    text.append('"');
    for (int left = count; left > 0; left--) {
      Escapes.writeInQuotes(wire.u8(), text);
    }
    text.append('"');
  }
}
