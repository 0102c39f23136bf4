package org.popdns.config.record;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Scalars;
import org.popdns.name.DomainName;
import org.popdns.name.InternationalName;

/** The kinds of scalars that RDATA is made of: how each is written, and its bytes. */
enum FieldKind {
  /** A number of one byte. */
  U8 {
    @Override
    Optional<byte[]> read(Node node, String what, DomainName zone, FileProblems problems) {
      return new Scalars(problems)
          .integer(node, what, 0, 0xff)
          .map(value -> new RdataBuilder().u8(value).build());
    }
  },
  /** A number of two bytes. */
  U16 {
    @Override
    Optional<byte[]> read(Node node, String what, DomainName zone, FileProblems problems) {
      return new Scalars(problems)
          .integer(node, what, 0, 0xffff)
          .map(value -> new RdataBuilder().u16(value).build());
    }
  },
  /** A domain name, absolute as octoDNS wants it. */
  NAME {
    @Override
    Optional<byte[]> read(Node node, String what, DomainName zone, FileProblems problems) {
      return absoluteName(node, what, Optional.of(zone), problems).map(DomainName::toWire);
    }
  },
  /** An IPv4 address. */
  IPV4 {
    @Override
    Optional<byte[]> read(Node node, String what, DomainName zone, FileProblems problems) {
      return address(node, what, problems, "an IPv4 address", Scalars::ipv4);
    }
  },
  /** An IPv6 address. */
  IPV6 {
    @Override
    Optional<byte[]> read(Node node, String what, DomainName zone, FileProblems problems) {
      return address(node, what, problems, "an IPv6 address", Scalars::ipv6);
    }
  },
  /** Bytes in hexadecimal; space between them does not count. */
  HEX {
    @Override
    Optional<byte[]> read(Node node, String what, DomainName zone, FileProblems problems) {
      return decode(
          node, what, problems, "bytes in hexadecimal", text -> HexFormat.of().parseHex(text));
    }
  },
  /** Bytes in Base64; space between them does not count. */
  BASE64 {
    @Override
    Optional<byte[]> read(Node node, String what, DomainName zone, FileProblems problems) {
      return decode(
          node, what, problems, "bytes in Base64", text -> Base64.getDecoder().decode(text));
    }
  },
  /** Text of at most 255 bytes, which its length precedes (RFC 1035 §3.3). */
  CHARACTER_STRING {
    @Override
    Optional<byte[]> read(Node node, String what, DomainName zone, FileProblems problems) {
      return new Scalars(problems)
          .anyText(node, what)
          .flatMap(text -> EscapedText.bytes(text, what, node.span(), problems))
          .flatMap(
              bytes -> {
                if (bytes.length > 255) {
                  problems.error(
                      node.span(),
                      what + " has " + bytes.length + " bytes, at most 255 are allowed");
                  return Optional.empty();
                }
                return Optional.of(new RdataBuilder().characterString(bytes).build());
              });
    }
  },
  /** Text that reaches to the end of the RDATA. */
  TEXT {
    @Override
    Optional<byte[]> read(Node node, String what, DomainName zone, FileProblems problems) {
      return new Scalars(problems)
          .text(node, what)
          .flatMap(text -> EscapedText.bytes(text, what, node.span(), problems));
    }
  };

  /**
   * Reads a scalar.
   *
   * @param what the type and the field, for messages
   * @param zone the zone that the record is of, for messages
   * @return its bytes; empty if it does not fit, and then that is reported
   */
  abstract Optional<byte[]> read(Node node, String what, DomainName zone, FileProblems problems);

  /**
   * A name that ends in a dot.
   *
   * @param zone the zone that it stands in; empty if it stands in none
   */
  static Optional<DomainName> absoluteName(
      Node node, String what, Optional<DomainName> zone, FileProblems problems) {
    return new Scalars(problems)
        .text(node, what)
        .flatMap(
            text -> {
              DomainName name;
              try {
                name = DomainName.parse(InternationalName.toAscii(text));
              } catch (IllegalArgumentException e) {
                problems.error(node.span(), what + ": " + e.getMessage());
                return Optional.empty();
              }
              if (!DomainName.isAbsolute(text)) {
                problems.error(
                    node.span(),
                    what + " " + Quoted.of(text) + " lacks the final dot",
                    Optional.of(zone.map(of -> whole(text, name, of)).orElse(text + ".")));
                return Optional.empty();
              }
              return Optional.of(name);
            });
  }

  /**
   * The whole name that is probably meant by one without the final dot. A single label is relative
   * to the zone, as its owners are; several are a name that was written to its end.
   */
  private static String whole(String text, DomainName name, DomainName zone) {
    if (name.labelCount() > 1 || name.isAtOrBelow(zone)) {
      return text + ".";
    }
    try {
      return DomainName.parse(text, zone).toString();
    } catch (IllegalArgumentException tooLong) {
      return text + ".";
    }
  }

  private interface AddressParser {
    Optional<byte[]> parse(String text);
  }

  private interface Decoder {
    byte[] decode(String text);
  }

  private static Optional<byte[]> address(
      Node node, String what, FileProblems problems, String expected, AddressParser parser) {
    Scalars scalars = new Scalars(problems);
    return scalars
        .text(node, what)
        .flatMap(text -> parser.parse(text).or(() -> scalars.mismatch(node, what, expected)));
  }

  private static Optional<byte[]> decode(
      Node node, String what, FileProblems problems, String expected, Decoder decoder) {
    Scalars scalars = new Scalars(problems);
    return scalars
        .text(node, what)
        .flatMap(
            text -> {
              try {
                return Optional.of(decoder.decode(text.replaceAll("\\s", "")));
              } catch (IllegalArgumentException e) {
                return scalars.mismatch(node, what, expected);
              }
            });
  }
}
