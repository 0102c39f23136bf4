package org.popdns.config.zone;

import org.popdns.name.DomainName;
import org.popdns.name.NameOrder;

/**
 * A name, read from its presentation format into a buffer that is used over and over: of letters,
 * digits, hyphens, underscores and slashes in place, of others by {@link DomainName}. Used by one
 * thread.
 */
final class PlainName {

  private final byte[] wire = new byte[DomainName.MAX_LENGTH_BYTES + DomainName.MAX_LENGTH_BYTES];
  private int length;
  private boolean isHostName;

  /**
   * Reads a name.
   *
   * @param token of the scanner's entry
   * @param origin for a relative name, in wire format
   * @throws NotPlain if it is none, or one that there is something to say of
   */
  void read(PlainScanner scanner, int token, byte[] origin) throws NotPlain {
    if (scanner.isEscaped(token)) {
      readEscaped(scanner.text(token), origin);
    } else {
      read(scanner.bytes(), scanner.from(token), scanner.to(token), origin);
    }
  }

  private void read(byte[] text, int from, int to, byte[] origin) throws NotPlain {
    isHostName = true;
    length = 0;
    if (to - from == 1 && text[from] == '@') {
      append(origin);
      return;
    }
    if (to - from == 1 && text[from] == '.') {
      wire[length++] = 0;
      return;
    }
    if (to - from > DomainName.MAX_LENGTH_BYTES) {
      throw new NotPlain();
    }
    int label = 0;
    length = 1;
    for (int i = from; i < to; i++) {
      byte c = text[i];
      if (c == '.') {
        end(label);
        label = length++;
      } else {
        take(c, text, i, from, to);
      }
    }
    if (length - label == 1) {
      // The final dot: the name is absolute.
      wire[label] = 0;
    } else {
      end(label);
      append(origin);
    }
    if (length > DomainName.MAX_LENGTH_BYTES) {
      throw new NotPlain();
    }
  }

  private void readEscaped(String text, byte[] origin) throws NotPlain {
    byte[] name;
    try {
      name = DomainName.parse(text, DomainName.ofWire(origin)).toWire();
    } catch (IllegalArgumentException e) {
      throw new NotPlain();
    }
    isHostName = false;
    length = name.length;
    System.arraycopy(name, 0, wire, 0, length);
    for (int at = 0; name[at] != 0; at += 1 + name[at]) {
      for (int i = at + 1; i <= at + name[at]; i++) {
        // A zero would be no end of a label in canonical order; an asterisk is worth a warning.
        if (name[i] == 0 || name[i] == '*') {
          throw new NotPlain();
        }
      }
    }
  }

  private void take(byte c, byte[] text, int i, int from, int to) throws NotPlain {
    boolean letterOrDigit =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    if (!letterOrDigit) {
      switch (c) {
        case '-' -> {
          boolean inside = i > from && i + 1 < to && text[i - 1] != '.' && text[i + 1] != '.';
          isHostName &= inside;
        }
        case '_', '/' -> isHostName = false;
        case '*' -> {
          // Only as the whole first label is it a wildcard, and else worth a warning.
          if (i != from || (i + 1 < to && text[i + 1] != '.')) {
            throw new NotPlain();
          }
        }
        default -> throw new NotPlain();
      }
    }
    wire[length++] = c;
  }

  private void end(int label) throws NotPlain {
    int bytes = length - label - 1;
    if (bytes == 0 || bytes > DomainName.MAX_LABEL_BYTES) {
      throw new NotPlain();
    }
    wire[label] = (byte) bytes;
  }

  private void append(byte[] origin) {
    System.arraycopy(origin, 0, wire, length, origin.length);
    length += origin.length;
  }

  /** The name in wire format. */
  byte[] wire() {
    return wire;
  }

  /** Its length, the root label included. */
  int length() {
    return length;
  }

  /** True if the labels that were written are those of a host, or of a wildcard for hosts. */
  boolean isHostName() {
    return isHostName;
  }

  boolean isWildcard() {
    return length > 2 && wire[0] == 1 && wire[1] == '*';
  }

  /**
   * Bytes before the origin's.
   *
   * @return a negative number if the name is not at or below the origin
   */
  int lengthWithout(byte[] origin) {
    return lengthWithout(wire, 0, length, origin);
  }

  /** The same for any name in wire format. */
  static int lengthWithout(byte[] name, int from, int length, byte[] origin) {
    return NameOrder.isAtOrBelow(name, from, length, origin, 0, origin.length)
        ? length - origin.length
        : -1;
  }

  /** True if the name's labels before {@code end} end in these bytes, wherever labels begin. */
  boolean endsWith(int end, byte[] suffix, int suffixLength) {
    return end >= suffixLength
        && NameOrder.isSame(wire, end - suffixLength, suffix, 0, suffixLength);
  }
}
