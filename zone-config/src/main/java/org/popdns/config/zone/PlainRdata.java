package org.popdns.config.zone;

import java.io.IOException;
import java.util.Arrays;
import org.popdns.config.record.PresentationFormat;
import org.popdns.config.record.RecordType;
import org.popdns.config.record.RecordTypes;
import org.popdns.config.tree.Scalars;
import org.popdns.name.DomainName;

/**
 * The RDATA of a plain master file's records, one after the other in a buffer that is used over and
 * over. The commonest types are read in place, all others as {@link MasterRecords} reads them. Used
 * by one thread.
 */
final class PlainRdata {

  private static final int PTR = 12;
  private static final int TXT = 16;
  private static final int LONGEST_STRING = 255;
  private static final int LONGEST = 0xffff;

  private final PlainScanner scanner;
  private final PlainName name = new PlainName();
  private byte[] rdata = new byte[1024];
  private int length;

  PlainRdata(PlainScanner scanner) {
    this.scanner = scanner;
  }

  /** The RDATA that was read last, from the beginning. */
  byte[] bytes() {
    return rdata;
  }

  /** Its length. */
  int length() {
    return length;
  }

  /**
   * Reads a record's RDATA.
   *
   * @param token its first word
   * @param origin for relative names, in wire format
   */
  void read(int type, int token, byte[] origin) throws NotPlain {
    int words = scanner.count() - token;
    length = 0;
    switch (type) {
      case RecordType.A -> {
        NotPlain.unless(words == 1);
        ipv4(token);
      }
      case RecordType.AAAA -> {
        NotPlain.unless(words == 1);
        put(Scalars.ipv6(scanner.text(token)).orElseThrow(NotPlain::new));
      }
      case RecordType.NS, RecordType.CNAME, PTR -> {
        NotPlain.unless(words == 1);
        name(token, origin);
      }
      case RecordType.MX -> {
        NotPlain.unless(words == 2);
        number(token);
        name(token + 1, origin);
      }
      case RecordType.SRV -> {
        NotPlain.unless(words == 4);
        number(token);
        number(token + 1);
        number(token + 2);
        name(token + 3, origin);
      }
      case TXT -> strings(token, origin);
      default -> any(type, token, origin);
    }
  }

  private void ipv4(int token) throws NotPlain {
    byte[] text = scanner.bytes();
    int at = scanner.from(token);
    int to = scanner.to(token);
    room(4);
    for (int i = 0; i < 4; i++) {
      int value = 0;
      int first = at;
      while (at < to && text[at] != '.') {
        NotPlain.unless(isDigit(text[at]) && at - first < 3);
        value = value * 10 + text[at] - '0';
        at++;
      }
      NotPlain.unless(at > first && value <= 255 && (text[first] != '0' || at - first == 1));
      rdata[length++] = (byte) value;
      NotPlain.unless(i == 3 ? at == to : at < to);
      at++;
    }
  }

  /** A number of 16 bits. */
  private void number(int token) throws NotPlain {
    byte[] text = scanner.bytes();
    int from = scanner.from(token);
    int to = scanner.to(token);
    NotPlain.unless(to - from <= 5 && (text[from] != '0' || to - from == 1));
    int value = 0;
    for (int at = from; at < to; at++) {
      NotPlain.unless(isDigit(text[at]));
      value = value * 10 + text[at] - '0';
    }
    NotPlain.unless(value <= 0xffff);
    room(2);
    rdata[length++] = (byte) (value >>> 8);
    rdata[length++] = (byte) value;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private void name(int token, byte[] origin) throws NotPlain {
    name.read(scanner, token, origin);
    put(name.wire(), 0, name.length());
  }

  private void strings(int token, byte[] origin) throws NotPlain {
    NotPlain.unless(token < scanner.count());
    for (int i = token; i < scanner.count(); i++) {
      if (scanner.isEscaped(i)) {
        length = 0;
        any(TXT, token, origin);
        return;
      }
      string(i);
    }
  }

  /** A character string (RFC 1035 §3.3). */
  private void string(int token) throws NotPlain {
    byte[] text = scanner.bytes();
    int from = scanner.from(token);
    int to = scanner.to(token);
    if (text[from] == '"') {
      from++;
      to--;
    }
    NotPlain.unless(to - from <= LONGEST_STRING);
    room(1);
    rdata[length++] = (byte) (to - from);
    put(text, from, to - from);
  }

  /** The RDATA of any type, by way of dnsjava. */
  private void any(int type, int token, byte[] origin) throws NotPlain {
    StringBuilder text = new StringBuilder();
    for (int i = token; i < scanner.count(); i++) {
      text.append(i > token ? " " : "").append(scanner.text(i));
    }
    try {
      byte[] made = PresentationFormat.rdata(type, text.toString(), DomainName.ofWire(origin));
      NotPlain.unless(RecordTypes.byNumber(type).problem(made).isEmpty());
      put(made);
    } catch (IOException e) {
      throw new NotPlain();
    }
  }

  private void put(byte[] bytes) throws NotPlain {
    put(bytes, 0, bytes.length);
  }

  private void put(byte[] bytes, int from, int count) throws NotPlain {
    room(count);
    System.arraycopy(bytes, from, rdata, length, count);
    length += count;
  }

  private void room(int more) throws NotPlain {
    int needed = length + more;
    NotPlain.unless(needed <= LONGEST);
    if (needed > rdata.length) {
      rdata = Arrays.copyOf(rdata, Math.max(needed, rdata.length * 2));
    }
  }
}
