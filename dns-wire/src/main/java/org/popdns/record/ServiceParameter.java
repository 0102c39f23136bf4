package org.popdns.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * One parameter of SVCB and HTTPS: its name and number in IANA's registry, and what its value is
 * (RFC 9460 §7, §14.3.2; RFC 9461 §5; RFC 9540 §4). Stateless.
 */
public final class ServiceParameter {

  static final int MANDATORY = 0;
  static final int ALPN = 1;
  static final int NO_DEFAULT_ALPN = 2;

  /** The number of port. */
  public static final int PORT = 3;

  static final int IPV4HINT = 4;
  static final int ECH = 5;
  static final int IPV6HINT = 6;
  static final int DOHPATH = 7;
  static final int OHTTP = 8;
  static final int TLS_SUPPORTED_GROUPS = 9;
  static final int DOCPATH = 10;

  private static final String[] NAMES = {
    "mandatory",
    "alpn",
    "no-default-alpn",
    "port",
    "ipv4hint",
    "ech",
    "ipv6hint",
    "dohpath",
    "ohttp",
    "tls-supported-groups",
    "docpath"
  };

  // Those that all readers know by their names; the others go by their numbers.
  private static final int WIDELY_KNOWN = 7;

  private static final String GENERIC = "key";
  // RFC 9460 §14.3.2: reserved, "Invalid key".
  private static final int INVALID = 0xffff;

  private ServiceParameter() {}

  /** The name of a parameter, {@code keyNNN} where it has none of its own. */
  public static String name(int number) {
    return number < NAMES.length ? NAMES[number] : "key" + number;
  }

  /** All names of the registry. */
  public static List<String> names() {
    return List.of(NAMES);
  }

  /** True if a parameter's value is a list. */
  public static boolean isList(int number) {
    return switch (number) {
      case MANDATORY, ALPN, IPV4HINT, IPV6HINT, TLS_SUPPORTED_GROUPS, DOCPATH -> true;
      default -> false;
    };
  }

  /** The number of a name; -1 if there is no such parameter. */
  public static int number(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return number(bytes, 0, bytes.length);
  }

  static int number(byte[] text, int from, int to) {
    for (int i = 0; i < NAMES.length; i++) {
      if (isName(text, from, to, NAMES[i])) {
        return i;
      }
    }
    return isNumbered(text, from, to)
        ? (int) Ascii.number(text, from + GENERIC.length(), to, INVALID)
        : -1;
  }

  /** True for {@code keyNNN}, whose value is text whatever the parameter. */
  static boolean isNumbered(byte[] text, int from, int to) {
    int digits = from + GENERIC.length();
    // Zeros before the number are not for RFC 9460 §2.1, but NSD and Knot take them.
    return to > digits && isName(text, from, digits, GENERIC);
  }

  // RFC 9460 §2.1: in lower case only.
  private static boolean isName(byte[] text, int from, int to, String name) {
    for (int i = from; i < to; i++) {
      if (to - from != name.length() || text[i] != name.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }

  /**
   * True if a text is a value of the parameter, or of a list one of its items.
   *
   * @param value without the escapes of strings, with those of lists
   */
  public static boolean fits(int number, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    RdataReader made = new RdataReader();
    return read(number, bytes, made) && isRight(number, made.bytes(), 0, made.length());
  }

  /** What the value must be, as it stands behind "must be". */
  public static String expected(int number) {
    return switch (number) {
      case MANDATORY -> "names of other parameters, each once";
      case ALPN -> "protocols such as h2,h3";
      case NO_DEFAULT_ALPN, OHTTP -> "without a value";
      case PORT -> "a whole number from 0 to 65535";
      case IPV4HINT -> "IPv4 addresses";
      case ECH -> "bytes in Base64";
      case IPV6HINT -> "IPv6 addresses";
      case DOHPATH -> "a URI template that has the variable dns, such as /dns-query{?dns}";
      case TLS_SUPPORTED_GROUPS -> "numbers from 0 to 65535, each once";
      case DOCPATH -> "the segments of a path";
      case INVALID -> "for use: the number is reserved";
      default -> "a text";
    };
  }

  /** Puts a value; false if it does not fit. */
  static boolean read(int number, byte[] value, RdataReader in) {
    int length = value.length;
    return switch (number) {
      case NO_DEFAULT_ALPN, OHTTP -> length == 0;
      case PORT -> port(value, 0, length, in);
      case ECH -> BaseN.part(in, value, 0, length);
      case DOHPATH -> length > 0 && in.put(value, 0, length);
      case ALPN -> length > 0 && list(value, in);
      case DOCPATH -> length == 0 || list(value, in);
      case MANDATORY -> mandatory(value, in);
      case IPV4HINT, IPV6HINT, TLS_SUPPORTED_GROUPS -> each(number, value, in);
      default -> in.put(value, 0, length);
    };
  }

  private static boolean port(byte[] value, int from, int to, RdataReader in) {
    long port = Ascii.number(value, from, to, 0xffff);
    return port >= 0 && in.put16((int) port);
  }

  private static boolean each(int number, byte[] value, RdataReader in) {
    for (int from = 0; from <= value.length; ) {
      int to = comma(value, from);
      boolean fits =
          switch (number) {
            case IPV4HINT -> {
              long address = Ipv4.parse(value, from, to);
              yield address >= 0 && in.put32(address);
            }
            case IPV6HINT -> Ipv6.put(in, value, from, to);
            default -> port(value, from, to, in);
          };
      if (!fits) {
        return false;
      }
      from = to + 1;
    }
    return true;
  }

  private static boolean mandatory(byte[] value, RdataReader in) {
    int[] numbers = new int[value.length + 1];
    int count = 0;
    for (int from = 0; from <= value.length; ) {
      int to = comma(value, from);
      numbers[count] = number(value, from, to);
      if (numbers[count++] <= MANDATORY) {
        return false;
      }
      from = to + 1;
    }
    Arrays.sort(numbers, 0, count);
    for (int i = 0; i < count; i++) {
      if ((i > 0 && numbers[i] == numbers[i - 1]) || !in.put16(numbers[i])) {
        return false;
      }
    }
    return true;
  }

  private static int comma(byte[] value, int from) {
    int to = from;
    while (to < value.length && value[to] != ',') {
      to++;
    }
    return to;
  }

  /** RFC 9460 Appendix A.1: items with commas between them, {@code \,} and {@code \\} in them. */
  private static boolean list(byte[] value, RdataReader in) {
    int start = in.length();
    if (!in.put8(0)) {
      return false;
    }
    for (int i = 0; i <= value.length; i++) {
      if (i == value.length || value[i] == ',') {
        int bytes = in.length() - start - 1;
        if (bytes == 0 || bytes > RdataReader.LONGEST_STRING_BYTES) {
          return false;
        }
        in.bytes()[start] = (byte) bytes;
        start = in.length();
        if (i < value.length && !in.put8(0)) {
          return false;
        }
      } else {
        boolean escape = value[i] == '\\';
        if (escape && (++i == value.length || (value[i] != ',' && value[i] != '\\'))) {
          return false;
        }
        if (!in.put8(value[i])) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * True if bytes are a value of the parameter as far as at least two of BIND, NSD and Knot look.
   */
  static boolean isWellFormed(int number, byte[] bytes, int from, int length) {
    return switch (number) {
      case MANDATORY -> length > 0 && isAscending(bytes, from, length);
      case NO_DEFAULT_ALPN -> length == 0;
      case PORT -> length == 2;
      case IPV4HINT -> length > 0 && length % Ipv4.BYTES == 0;
      case IPV6HINT -> length > 0 && length % Ipv6.BYTES == 0;
      default -> true;
    };
  }

  /** True if bytes are a value of the parameter, such as clients take. */
  static boolean isRight(int number, byte[] bytes, int from, int length) {
    return switch (number) {
      case ALPN -> length > 0 && isList(bytes, from, length);
      case OHTTP -> length == 0;
      case ECH -> length > 0;
      case DOHPATH -> length > 0 && isTemplate(bytes, from, length);
      case TLS_SUPPORTED_GROUPS -> length > 0 && length % 2 == 0 && isDistinct(bytes, from, length);
      case DOCPATH -> isList(bytes, from, length);
      case INVALID -> false;
      default -> isWellFormed(number, bytes, from, length);
    };
  }

  private static boolean isAscending(byte[] bytes, int from, int length) {
    int before = MANDATORY;
    for (int i = 0; i < length; i += 2) {
      if (i + 1 == length) {
        return false;
      }
      int number = (bytes[from + i] & 0xff) << 8 | (bytes[from + i + 1] & 0xff);
      if (number <= before) {
        return false;
      }
      before = number;
    }
    return true;
  }

  private static boolean isDistinct(byte[] bytes, int from, int length) {
    for (int i = 0; i < length; i += 2) {
      for (int k = i + 2; k < length; k += 2) {
        if (bytes[from + i] == bytes[from + k] && bytes[from + i + 1] == bytes[from + k + 1]) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isList(byte[] bytes, int from, int length) {
    int at = from;
    while (at < from + length) {
      int item = bytes[at] & 0xff;
      if (item == 0) {
        return false;
      }
      at += 1 + item;
    }
    return at == from + length;
  }

  /** RFC 9461 §5: the template must have the variable "dns", and become a path. */
  private static boolean isTemplate(byte[] bytes, int from, int length) {
    String template = new String(bytes, from, length, StandardCharsets.UTF_8);
    return template.startsWith("/") && (template.contains("dns}") || template.contains("dns,"));
  }

  /** Goes over a value, and adds name and value as text. */
  static void write(int number, RdataCursor wire, int length, StringBuilder text) {
    boolean isRight = isRight(number, wire.bytes(), wire.at(), length);
    boolean isNamed = number < WIDELY_KNOWN && (isRight || length == 0);
    text.append(isNamed ? name(number) : GENERIC + number);
    if (length == 0) {
      return;
    }
    text.append('=');
    int end = wire.at() + length;
    switch (isNamed ? number : INVALID) {
      case MANDATORY -> {
        text.append(name(wire.u16()));
        while (wire.at() < end) {
          text.append(',').append(name(wire.u16()));
        }
      }
      case ALPN -> writeList(wire, end, text);
      case PORT -> text.append(wire.u16());
      case IPV4HINT -> {
        Ipv4.writeAddress(wire, text);
        while (wire.at() < end) {
          Ipv4.writeAddress(wire, text.append(','));
        }
      }
      case ECH -> BaseN.write64(wire, length, text);
      case IPV6HINT -> {
        Ipv6.writeAddress(wire, text);
        while (wire.at() < end) {
          Ipv6.writeAddress(wire, text.append(','));
        }
      }
      default -> {
        text.append('"');
        while (wire.at() < end) {
          Escapes.writeInQuotes(wire.u8(), text);
        }
        text.append('"');
      }
    }
  }

  private static void writeList(RdataCursor wire, int end, StringBuilder text) {
    text.append('"');
    for (String comma = ""; wire.at() < end; comma = ",") {
      text.append(comma);
      for (int left = wire.u8(); left > 0; left--) {
        int c = wire.u8();
        if (c == ',' || c == '\\') {
          // The list's own escape, which the string escapes again.
          text.append("\\\\");
        }
        Escapes.writeInQuotes(c, text);
      }
    }
    text.append('"');
  }
}
