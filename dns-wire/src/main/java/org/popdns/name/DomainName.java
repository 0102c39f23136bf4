package org.popdns.name;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An absolute domain name in uncompressed wire format (RFC 1035 §3.1), in the case it was written.
 *
 * <p>Two names are equal when they differ in ASCII case only (RFC 4343 §3). The natural order is
 * the canonical DNS name order of RFC 4034 §6.1: by label from the root, each compared as
 * lower-case unsigned bytes. Immutable; used by the control side only, never by a query's way.
 */
public final class DomainName implements Comparable<DomainName> {

  /** Longest name in wire format, in bytes, the root label included (RFC 1035 §3.1). */
  public static final int MAX_LENGTH_BYTES = 255;

  /** Longest label, in bytes, without its length byte (RFC 1035 §3.1). */
  public static final int MAX_LABEL_BYTES = 63;

  /** The root name, a single zero byte. */
  public static final DomainName ROOT = new DomainName(new byte[] {0});

  private final byte[] wire;
  private final int hash;

  private DomainName(byte[] wire) {
    this.wire = wire;
    int h = 1;
    for (byte b : wire) {
      h = 31 * h + lower(b);
    }
    this.hash = h;
  }

  /**
   * A name from its uncompressed wire format.
   *
   * @param wire length-prefixed labels ending in a zero byte; copied
   * @throws IllegalArgumentException if the bytes are not exactly one valid uncompressed name
   */
  public static DomainName ofWire(byte[] wire) {
    int offset = 0;
    while (offset < wire.length && wire[offset] != 0) {
      int length = wire[offset] & 0xff;
      if (length > MAX_LABEL_BYTES) {
        throw new IllegalArgumentException("label of " + length + " bytes, at most 63 are allowed");
      }
      offset += 1 + length;
    }
    if (offset != wire.length - 1) {
      throw new IllegalArgumentException("not a single name that ends in the root label");
    }
    if (wire.length > MAX_LENGTH_BYTES) {
      throw new IllegalArgumentException(
          "name of " + wire.length + " bytes, at most 255 are allowed");
    }
    return new DomainName(wire.clone());
  }

  /**
   * The name that begins at an offset.
   *
   * @param bytes hold it uncompressed; copied
   * @throws IllegalArgumentException if no valid uncompressed name begins there
   */
  public static DomainName ofWire(byte[] bytes, int offset) {
    int end = offset;
    while (end < bytes.length && bytes[end] > 0) {
      end += 1 + bytes[end];
    }
    return ofWire(Arrays.copyOfRange(bytes, offset, Math.min(end + 1, bytes.length)));
  }

  /**
   * An absolute name from its presentation format (RFC 1035 §5.1: {@code \.} and {@code \DDD}
   * escapes). A missing final dot is taken as written.
   *
   * @throws IllegalArgumentException with a message for the operator if the text is not a name
   */
  public static DomainName parse(String text) {
    return parse(text, ROOT);
  }

  /**
   * A name from its presentation format; text without a final dot is relative to {@code origin},
   * and {@code @} or empty text is the origin itself.
   *
   * @throws IllegalArgumentException with a message for the operator if the text is not a name
   */
  public static DomainName parse(String text, DomainName origin) {
    if (text.isEmpty() || text.equals("@")) {
      return origin;
    }
    if (text.equals(".")) {
      return ROOT;
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length + 1 + origin.wire.length];
    int labelStart = 0;
    int length = 0;
    int end = 1;
    int i = 0;
    boolean absolute = false;
    while (i < in.length) {
      int c = in[i] & 0xff;
      if (c == '.') {
        if (length == 0) {
          throw new IllegalArgumentException("'" + text + "' has an empty label");
        }
        out[labelStart] = (byte) length;
        labelStart = end;
        end = labelStart + 1;
        length = 0;
        absolute = i == in.length - 1;
        i++;
        continue;
      }
      if (c == '\\') {
        if (i + 3 < in.length && isDigit(in[i + 1]) && isDigit(in[i + 2]) && isDigit(in[i + 3])) {
          c = (in[i + 1] - '0') * 100 + (in[i + 2] - '0') * 10 + (in[i + 3] - '0');
          if (c > 255) {
            throw new IllegalArgumentException("'" + text + "' has an escape above \\255");
          }
          i += 4;
        } else if (i + 1 < in.length && !isDigit(in[i + 1])) {
          c = in[i + 1] & 0xff;
          i += 2;
        } else {
          throw new IllegalArgumentException("'" + text + "' has an unfinished escape");
        }
      } else if (c <= ' ' || c >= 0x7f) {
        throw new IllegalArgumentException(
            "'"
                + text
                + "' has a space, control or non-ASCII character: write it as \\DDD or in"
                + " Punycode");
      } else {
        i++;
      }
      length++;
      if (length > MAX_LABEL_BYTES) {
        throw new IllegalArgumentException("'" + text + "' has a label of more than 63 bytes");
      }
      out[end++] = (byte) c;
    }
    byte[] wire;
    if (absolute) {
      out[labelStart] = 0;
      wire = Arrays.copyOf(out, labelStart + 1);
    } else {
      out[labelStart] = (byte) length;
      System.arraycopy(origin.wire, 0, out, end, origin.wire.length);
      wire = Arrays.copyOf(out, end + origin.wire.length);
    }
    if (wire.length > MAX_LENGTH_BYTES) {
      throw new IllegalArgumentException(
          "'" + text + "' makes a name of " + wire.length + " bytes, at most 255 are allowed");
    }
    return new DomainName(wire);
  }

  /**
   * True if a name's presentation format ends in a dot that no backslash takes the meaning from.
   */
  public static boolean isAbsolute(String text) {
    if (!text.endsWith(".")) {
      return false;
    }
    int at = text.length() - 1;
    while (at > 0 && text.charAt(at - 1) == '\\') {
      at--;
    }
    return (text.length() - 1 - at) % 2 == 0;
  }

  /** A copy of the uncompressed wire format, in the case it was written. */
  public byte[] toWire() {
    return wire.clone();
  }

  /** A copy of the uncompressed wire format in lower case. */
  public byte[] toLowerCaseWire() {
    byte[] lower = new byte[wire.length];
    for (int i = 0; i < wire.length; i++) {
      lower[i] = lower(wire[i]);
    }
    return lower;
  }

  /** Length of the wire format in bytes, the root label included: 1 to 255. */
  public int lengthBytes() {
    return wire.length;
  }

  /** Number of labels without the root label: 0 for the root. */
  public int labelCount() {
    int count = 0;
    for (int offset = 0; wire[offset] != 0; offset += 1 + wire[offset]) {
      count++;
    }
    return count;
  }

  /** True for the root name. */
  public boolean isRoot() {
    return wire.length == 1;
  }

  /** True if the first label is a single asterisk (RFC 4592 §2.1.1). */
  public boolean isWildcard() {
    return wire.length > 2 && wire[0] == 1 && wire[1] == '*';
  }

  /**
   * The name without its first label.
   *
   * @throws IllegalStateException for the root
   */
  public DomainName parent() {
    if (isRoot()) {
      throw new IllegalStateException("the root has no parent");
    }
    return new DomainName(Arrays.copyOfRange(wire, 1 + wire[0], wire.length));
  }

  /** True if this name is {@code ancestor} or below it. */
  public boolean isAtOrBelow(DomainName ancestor) {
    return NameOrder.isAtOrBelow(wire, 0, wire.length, ancestor.wire, 0, ancestor.wire.length);
  }

  /** This name's wildcard child, {@code *.} followed by this name. */
  public DomainName wildcardChild() {
    if (wire.length + 2 > MAX_LENGTH_BYTES) {
      throw new IllegalStateException("no name below " + this + " fits");
    }
    byte[] child = new byte[wire.length + 2];
    child[0] = 1;
    child[1] = '*';
    System.arraycopy(wire, 0, child, 2, wire.length);
    return new DomainName(child);
  }

  @Override
  public int compareTo(DomainName other) {
    return NameOrder.compare(wire, 0, wire.length - 1, other.wire, 0, other.wire.length - 1);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof DomainName that)
        || that.hash != hash
        || that.wire.length != wire.length) {
      return false;
    }
    return NameOrder.isSame(wire, 0, that.wire, 0, wire.length);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /**
   * Presentation format with a final dot; special and unprintable bytes escaped (RFC 1035 §5.1).
   */
  @Override
  public String toString() {
    if (isRoot()) {
      return ".";
    }
    StringBuilder text = new StringBuilder(wire.length + 8);
    for (int offset = 0; wire[offset] != 0; offset += 1 + wire[offset]) {
      for (int k = 1; k <= wire[offset]; k++) {
        int c = wire[offset + k] & 0xff;
        if (c <= ' ' || c >= 0x7f) {
          text.append('\\').append((char) ('0' + c / 100)).append((char) ('0' + c / 10 % 10));
          text.append((char) ('0' + c % 10));
        } else {
          if (".\\\"();@$".indexOf(c) >= 0) {
            text.append('\\');
          }
          text.append((char) c);
        }
      }
      text.append('.');
    }
    return text.toString();
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + 0x20) : b;
  }
}
