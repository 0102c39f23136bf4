package org.popdns.record;

import org.jspecify.annotations.Nullable;

/**
 * HIP's fields (RFC 8005 §5, §6): the lengths of tag and key stand before both, around the
 * algorithm, and are not written as text.
 */
final class HostIdentity extends FieldKind {

  /** The algorithm of the key, and the room for the lengths. */
  static final HostIdentity ALGORITHM =
      new HostIdentity("a whole number from 0 to 255", Form.ALGORITHM);

  /** The tag. */
  static final HostIdentity TAG = new HostIdentity("bytes in hexadecimal", Form.TAG);

  /** The key. */
  static final HostIdentity KEY = new HostIdentity("bytes in Base64", Form.KEY);

  private static final int HEADER_BYTES = 4;
  private static final int TAG_LENGTH_AT = 0;
  private static final int KEY_LENGTH_AT = 2;

  private enum Form {
    ALGORITHM,
    TAG,
    KEY
  }

  private final Form form;

  private HostIdentity(String expected, Form form) {
    super(Extent.ONE, expected);
    this.form = form;
  }

  @Override
  public long highest() {
    return form == Form.ALGORITHM ? 255 : 0;
  }

  @Override
  boolean read(RdataReader in) {
    int word = in.nextPlain();
    if (word < 0) {
      return false;
    }
    byte[] text = in.text();
    int from = in.words().from(word);
    int to = in.words().to(word);
    int start = in.length();
    switch (form) {
      case ALGORITHM -> {
        long algorithm = Ascii.number(text, from, to, 255);
        if (algorithm < 0) {
          return in.mismatch(word);
        }
        return in.put8(0) && in.put8((int) algorithm) && in.put16(0);
      }
      case TAG -> {
        if (!Hexadecimal.row(in, from, to, Hexadecimal.NO_SEPARATOR)
            || in.length() == start
            || in.length() > 255 + start) {
          return in.mismatch(word);
        }
        in.bytes()[TAG_LENGTH_AT] = (byte) (in.length() - start);
      }
      case KEY -> {
        if (!BaseN.part(in, text, from, to) || in.length() == start) {
          return in.mismatch(word);
        }
        in.bytes()[KEY_LENGTH_AT] = (byte) ((in.length() - start) >>> 8);
        in.bytes()[KEY_LENGTH_AT + 1] = (byte) (in.length() - start);
      }
    }
    return true;
  }

  private static int keyBytes(RdataCursor wire) {
    return wire.earlier(KEY_LENGTH_AT) << 8 | wire.earlier(KEY_LENGTH_AT + 1);
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    int bytes =
        switch (form) {
          case ALGORITHM -> HEADER_BYTES;
          case TAG -> wire.earlier(TAG_LENGTH_AT);
          case KEY -> keyBytes(wire);
        };
    return bytes == 0 ? "is missing" : wire.skip(bytes);
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    switch (form) {
      case ALGORITHM -> {
        text.append(wire.peek(1));
        wire.skip(HEADER_BYTES);
      }
      case TAG -> wire.writeHex(wire.earlier(TAG_LENGTH_AT), text);
      case KEY -> BaseN.write64(wire, keyBytes(wire), text);
    }
    return true;
  }
}
