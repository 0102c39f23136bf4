package org.popdns.differential;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.popdns.record.Field;
import org.popdns.record.RecordType;

/**
 * Makes RDATA in presentation format for any type of the table, by what each field says is written
 * there, with every field at its edges now and then. The same random numbers make the same texts.
 */
final class RdataGenerator {

  // What the table calls a field that none of the kinds here makes has a text of its own.
  private static final Map<String, List<String>> WHOLE =
      Map.ofEntries(
          Map.entry(
              "WKS", List.of("192.0.2.1 6 25 80", "192.0.2.1 TCP smtp", "192.0.2.9 17 0 65535")),
          Map.entry("ISDN", List.of("\"150862028003217\"", "\"150862028003217\" \"004\"")),
          Map.entry("GPOS", List.of("-32.6882 116.8652 10.0", "\"-0.5\" \"90\" \"-1.25\"")),
          Map.entry(
              "LOC",
              List.of(
                  "52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m",
                  "42 21 54.123 N 71 6 18.999 W -24m 30m",
                  "90 0 0.000 S 180 0 0.000 W -100000.00m",
                  "0 0 0 N 0 0 0 E 42849672.95m 90000000.00m 90000000m 0m")),
          Map.entry("NSAP", List.of("0x47.0005.80.005a00.0000.0001.e133.ffffff000161.00")),
          Map.entry("ATMA", List.of("+61200000000", "39246f000e7c9c031200010001000012345678ff00")),
          Map.entry(
              "A6",
              List.of("0 2001:db8::1", "64 ::1:2:3:4 prefix.example.", "128 prefix.example.")),
          Map.entry(
              "APL",
              List.of(
                  "1:192.0.2.0/24 !1:192.0.2.128/25 2:2001:db8::/32",
                  "1:0.0.0.0/0",
                  "2:::/0",
                  "!2:2001:db8::1/128")),
          Map.entry(
              "SVCB",
              List.of(
                  "0 target.example.",
                  "1 . alpn=h2,h3 port=65535",
                  "65535 Up.Example. mandatory=alpn,port alpn=\"h2\" port=0 ech=AEX+DQ==",
                  "1 svc ipv4hint=192.0.2.1,192.0.2.2 ipv6hint=2001:db8::1 key65333=\"a\\\\bc\"",
                  "16 . alpn=f\\\\\\\\oo\\\\,bar,h2 no-default-alpn")),
          Map.entry(
              "AMTRELAY",
              List.of(
                  "0 0 0 .", "255 1 1 192.0.2.1", "10 0 2 2001:db8::1", "1 1 3 Relay.example.")),
          Map.entry(
              "IPSECKEY",
              List.of(
                  "10 0 2 . AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==",
                  "255 1 255 192.0.2.38 AQNR",
                  "0 2 0 2001:db8::1 AQNRUw==",
                  "10 3 2 Gateway.example. AQNR U3mG")),
          Map.entry(
              "HIP",
              List.of(
                  "2 200100107B1A74DF365639CC39F1D578 AwEAAbdxyhNuSutc5EMzxTs9LBPCIkOFH8cIvM4p",
                  "2 20 AA== Rvs.example. rvs2")),
          Map.entry(
              "NID", List.of("10 0014:4fff:ff20:ee64", "0 0:0:0:0", "65535 ffff:FFFF:ffff:ffff")),
          Map.entry("L64", List.of("10 2001:0DB8:1140:1000", "0 0:0:0:0", "65535 2001:db8:0:1")),
          Map.entry("EUI48", List.of("00-00-5e-00-53-2a", "FF-ff-FF-ff-FF-ff")),
          Map.entry("EUI64", List.of("00-00-5e-ef-10-00-00-2a", "ff-FF-ff-FF-ff-FF-ff-FF")),
          Map.entry("CSYNC", List.of("0 0 A", "4294967295 3 A NS AAAA TYPE65280", "66 65535 NS")),
          Map.entry("NXT", List.of("Next.example. A NS SOA TXT")),
          Map.entry("DSYNC", List.of("CDS NOTIFY 5359 Scanner.example.", "ANY 255 65535 .")),
          Map.entry(
              "CAA",
              List.of(
                  "0 issue \"ca.example.net; a=b\"",
                  "128 iodef \"mailto:x@example.com\"",
                  "255 TBS \"\"",
                  "1 a1 unquoted")),
          Map.entry(
              "CERT",
              List.of("1 0 0 AQNR", "PKIX 65535 RSASHA1 AQNRUw==", "65535 12345 255 AQN RUw==")),
          Map.entry("TLSA", List.of("3 1 1 " + "Ab".repeat(32), "0 0 0 00", "255 255 255 ab cd")),
          Map.entry(
              "SMIMEA",
              List.of("3 1 1 " + "ab".repeat(32), "0 0 0 00", "3 0 2 " + "01".repeat(64))),
          Map.entry(
              "SSHFP", List.of("1 1 " + "ab".repeat(20), "4 2 " + "CD".repeat(32), "255 255 00")),
          Map.entry(
              "DS",
              List.of(
                  "60485 5 1 " + "2b".repeat(20),
                  "0 13 2 " + "AB".repeat(32),
                  "65535 8 4 " + "01".repeat(48))),
          Map.entry(
              "CDS",
              List.of("0 0 0 00", "60485 5 1 " + "2b".repeat(20), "65535 8 4 " + "01".repeat(48))),
          Map.entry("DLV", List.of("60485 5 1 " + "2b".repeat(20))),
          Map.entry("TA", List.of("60485 5 1 " + "2b".repeat(20))),
          Map.entry(
              "ZONEMD",
              List.of(
                  "7 1 1 " + "ab".repeat(48),
                  "7 1 2 " + "cd".repeat(64),
                  "4294967295 240 241 " + "01".repeat(12))),
          Map.entry("DNSKEY", List.of("256 3 8 AwEAAQ==", "257 3 13 " + "A".repeat(86) + "==")),
          Map.entry("CDNSKEY", List.of("0 3 0 AA==", "257 3 13 " + "A".repeat(86) + "==")),
          Map.entry("KEY", List.of("512 3 3 AQPS", "0 255 255 AQPSKA==")),
          Map.entry("RKEY", List.of("0 3 8 AwEAAQ==")),
          Map.entry(
              "NSEC3PARAM",
              List.of("1 0 0 -", "1 0 10 aabbccdd", "255 255 65535 " + "AB".repeat(100))),
          Map.entry(
              "SIG", List.of("A 5 2 3600 20300101000000 20200101000000 1 Signer.example. AQNR")),
          Map.entry(
              "DOA", List.of("0 1 2 \"\" aHR0cA==", "4294967295 4294967295 255 \"text/plain\" -")),
          Map.entry("IPN", List.of("0", "18446744073709551615", "3333333333")),
          Map.entry(
              "URI",
              List.of(
                  "10 1 \"ftp://ftp1.example.com/public\"", "65535 0 \"" + "u".repeat(300) + "\"")),
          Map.entry("OPENPGPKEY", List.of("mQCNAzIG", "AQ==", "AQNR U3mG 7TVT")));

  private final Random random;

  RdataGenerator(Random random) {
    this.random = random;
  }

  /** RDATA of a type: of one that has no text, or now and then, in the form of RFC 3597. */
  String text(RecordType type) {
    List<String> whole =
        WHOLE.getOrDefault(type.mnemonic().equals("HTTPS") ? "SVCB" : type.mnemonic(), List.of());
    if (!whole.isEmpty()) {
      return pick(whole);
    }
    if (type.isOpaque()) {
      byte[] bytes = bytes(random.nextInt(20));
      return ("\\# " + bytes.length + " " + HexFormat.of().formatHex(bytes)).strip();
    }
    List<String> words = new ArrayList<>();
    for (Field field : type.fields()) {
      words.add(field(field));
    }
    return String.join(random.nextInt(8) == 0 ? "\t " : " ", words);
  }

  private String field(Field field) {
    String expected = field.kind().expected();
    if (field.kind().highest() > 0) {
      return number(field.kind().highest());
    }
    if (expected.startsWith("a text") || expected.startsWith("texts")) {
      boolean several = expected.startsWith("texts");
      List<String> texts = new ArrayList<>();
      for (int i = several ? random.nextInt(4) : 0; i >= 0; i--) {
        texts.add(string());
      }
      return String.join(" ", texts);
    }
    return switch (expected) {
      case "an IPv4 address" -> pick(List.of("0.0.0.0", "255.255.255.255", "192.0.2.1"));
      case "an IPv6 address" ->
          pick(
              List.of(
                  "::",
                  "::1",
                  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                  "2001:DB8::A",
                  "::ffff:192.0.2.1",
                  "2001:db8:0:0:1:0:0:1"));
      case "a domain name", "domain names" -> name();
      case "bytes in hexadecimal" -> HexFormat.of().formatHex(bytes(1 + random.nextInt(40)));
      case "bytes in Base64" -> Base64.getEncoder().encodeToString(bytes(1 + random.nextInt(60)));
      default -> throw new IllegalStateException("no texts for: " + expected);
    };
  }

  private String number(long highest) {
    return Long.toString(
        switch (random.nextInt(4)) {
          case 0 -> 0;
          case 1 -> highest;
          case 2 -> highest / 2 + 1;
          default -> random.nextLong(highest);
        });
  }

  /** A domain name with letters of both cases, escapes and bytes above 127, or a long one. */
  String name() {
    return pick(
        List.of(
            ".",
            "@",
            "a",
            "UPPER.lower.MiXed.example.",
            "dot\\.ted.example.",
            "b\\000\\255\\195\\169.example.",
            "back\\\\slash.quo\\\"te.example.",
            "*.wild.example.",
            "sp\\032ace.\\@.example.",
            ("l".repeat(63) + ".").repeat(3) + "m".repeat(61) + ".",
            "1.2.3.4.5.6.7.8.9.0.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.example."));
  }

  private String string() {
    return pick(
        List.of(
            "\"\"",
            "unquoted",
            "\"two words\"",
            "\"quo\\\"te and back\\\\slash\"",
            "\"\\000\\001\\127\\128\\255\"",
            "caf\u00e9",
            "\"\u25b2 \u2013 caf\u00e9; (no comment)\"",
            "semi\\;colon\\\"",
            "\\065\\@\\b",
            "\"" + "x".repeat(255) + "\"",
            "\"" + "\\200".repeat(255) + "\"",
            "\" leading and trailing \"",
            "\"tab\there\""));
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private String pick(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }
}
