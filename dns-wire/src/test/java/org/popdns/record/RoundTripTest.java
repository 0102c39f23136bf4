package org.popdns.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.popdns.name.DomainName;
import org.popdns.record.Examples.Example;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** RDATA from text to bytes and back, of every type of the table. */
final class RoundTripTest {

  private static final byte[] ORIGIN = DomainName.parse("example.com.").toWire();
  private static final byte[] ROOT = {0};

  // What dnsjava has otherwise, or not at all.
  private static final Set<String> NOT_IN_ORACLE =
      Set.of(
          "MD",
          "MF",
          "A6",
          "SIG",
          "KEY",
          "NXT",
          "ATMA",
          "EID",
          "NIMLOC",
          "SINK",
          "NINFO",
          "RKEY",
          "TALINK",
          "EUI48",
          "EUI64",
          "CSYNC",
          "ZONEMD",
          "DSYNC",
          "HHIT",
          "BRID",
          "NID",
          "L32",
          "L64",
          "LP",
          "AVC",
          "DOA",
          "AMTRELAY",
          "RESINFO",
          "WALLET",
          "CLA",
          "IPN",
          "TA",
          "DLV",
          "NSAP",
          "WKS",
          "APL");

  // dnsjava 3.7 takes times after 2038 for the end of 2038, writes the groups as other bytes than
  // it
  // reads, and knows CAA tags in lower case only (RFC 8659 §4.1 has both).
  private static final Set<String> EXAMPLES_NOT_IN_ORACLE =
      Set.of("TYPE65535 255 255 4294967295 4294967295", "tls-supported-groups", "ISSUEwild0");

  @Test
  void everyType_hasAnExample() {
    Set<String> examples = Examples.all().map(Example::type).collect(Collectors.toSet());

    assertThat(RecordTypes.all()).extracting(RecordType::mnemonic).allMatch(examples::contains);
  }

  @ParameterizedTest
  @MethodSource("org.popdns.record.Examples#all")
  void example_comesBackFromItsBytes(Example example) {
    RecordType type = RecordTypes.byMnemonic(example.type()).orElseThrow();
    byte[] rdata = read(type, example.text(), ORIGIN);

    String text = RdataText.of(type, rdata);

    assertThat(type.problem(rdata)).isEmpty();
    assertThat(text.startsWith("\\#")).isEqualTo(type.isOpaque());
    assertThat(hex(read(type, text, ROOT))).isEqualTo(hex(rdata));
    assertThat(hex(read(type, RdataText.generic(rdata), ROOT))).isEqualTo(hex(rdata));
  }

  @ParameterizedTest
  @MethodSource("org.popdns.record.Examples#all")
  void example_isWhatDnsjavaReads(Example example) throws IOException {
    RecordType type = RecordTypes.byMnemonic(example.type()).orElseThrow();
    if (NOT_IN_ORACLE.contains(example.type())
        || EXAMPLES_NOT_IN_ORACLE.stream().anyMatch(example.text()::contains)
        || type.isOpaque()) {
      return;
    }
    byte[] rdata = read(type, example.text(), ORIGIN);
    String text = RdataText.of(type, rdata);

    assertThat(hex(oracle(type.number(), text))).as(text).isEqualTo(hex(rdata));
    assertThat(hex(read(type, oracleText(type.number(), rdata), ROOT))).isEqualTo(hex(rdata));
  }

  @ParameterizedTest
  @MethodSource("org.popdns.record.Examples#all")
  void example_cutOffOrGoneOnWith_isNotWellFormedOrAnotherRecord(Example example) {
    RecordType type = RecordTypes.byMnemonic(example.type()).orElseThrow();
    byte[] rdata = read(type, example.text(), ORIGIN);

    for (int length = 0; length <= rdata.length + 1; length++) {
      assertSaysTheSame(type, Arrays.copyOf(rdata, length));
    }
  }

  @Test
  void randomBytes_areRefusedOrComeBack() {
    Random random = new Random(12);
    List<byte[]> seeds = new ArrayList<>();
    Examples.all()
        .forEach(
            e -> seeds.add(read(RecordTypes.byMnemonic(e.type()).orElseThrow(), e.text(), ORIGIN)));
    for (RecordType type : RecordTypes.all()) {
      for (int i = 0; i < 300; i++) {
        byte[] rdata;
        if (i % 2 == 0) {
          rdata = new byte[random.nextInt(40)];
          random.nextBytes(rdata);
          for (int k = 0; k < rdata.length; k++) {
            rdata[k] = random.nextBoolean() ? (byte) random.nextInt(4) : rdata[k];
          }
        } else {
          rdata = seeds.get(random.nextInt(seeds.size())).clone();
          for (int k = random.nextInt(3); k > 0 && rdata.length > 0; k--) {
            rdata[random.nextInt(rdata.length)] = (byte) random.nextInt();
          }
        }
        assertSaysTheSame(type, rdata);
      }
    }
  }

  @Test
  void mutatedTexts_areRefusedOrMakeWhatIsWellFormed() {
    Random random = new Random(13);
    List<Example> examples = Examples.all().toList();
    Map<String, List<Example>> byType =
        examples.stream().collect(Collectors.groupingBy(Example::type));
    String alphabet = "09afAF.-:/!@ \"\\=,+~\0\u00e9;()$";
    RdataReader reader = new RdataReader();
    for (int i = 0; i < 20_000; i++) {
      RecordType type =
          RecordTypes.byMnemonic(examples.get(random.nextInt(examples.size())).type())
              .orElseThrow();
      List<Example> own = byType.getOrDefault(type.mnemonic(), List.of());
      StringBuilder text = new StringBuilder(own.get(random.nextInt(own.size())).text());
      for (int k = random.nextInt(4); k > 0 && !text.isEmpty(); k--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
          default -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
        }
      }
      if (reader.read(type, TextWords.of(text.toString()), 0, ORIGIN)) {
        byte[] rdata = Arrays.copyOf(reader.bytes(), reader.length());
        assertThat(type.problem(rdata)).as("%s %s", type, text).isEmpty();
        assertThat(hex(read(type, RdataText.of(type, rdata), ROOT))).isEqualTo(hex(rdata));
      } else {
        assertThat(reader.problem()).isNotEmpty();
      }
    }
  }

  private static void assertSaysTheSame(RecordType type, byte[] rdata) {
    Optional<String> problem = type.problem(rdata);
    String text = RdataText.of(type, rdata);
    RdataReader reader = new RdataReader();
    boolean reads = reader.read(type, TextWords.of(text), 0, ROOT);
    boolean same =
        reads && Arrays.equals(reader.bytes(), 0, reader.length(), rdata, 0, rdata.length);
    assertThat(same)
        .as("%s %s %s: %s, %s", type, hex(rdata), text, problem, reader.problem())
        .isEqualTo(problem.isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // RFC 9460 Appendix D.
        "SVCB | 0 foo.example.com. | 000003666f6f076578616d706c6503636f6d00",
        "SVCB | 16 foo.example.com. port=53"
            + " | 001003666f6f076578616d706c6503636f6d00000300020035",
        "SVCB | 1 foo.example.com. key667=hello"
            + " | 000103666f6f076578616d706c6503636f6d00029b000568656c6c6f",
        "SVCB | 1 foo.example.com. key667=\"hello\\210qoo\""
            + " | 000103666f6f076578616d706c6503636f6d00029b000968656c6c6fd2716f6f",
        "SVCB | 1 foo.example.com. ipv6hint=\"2001:db8::1,2001:db8::53:1\""
            + " | 000103666f6f076578616d706c6503636f6d0000060020"
            + "20010db800000000000000000000000120010db8000000000000000000530001",
        "SVCB | 16 foo.example.org. (alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1"
            + " | 001003666f6f076578616d706c65036f7267000000000400010004"
            + "000100090268320568332d313900040004c0000201",
        "SVCB | 16 foo.example.org. alpn=\"f\\\\\\\\oo\\\\,bar,h2\""
            + " | 001003666f6f076578616d706c65036f726700"
            + "0001000c08665c6f6f2c626172026832",
        "SVCB | 16 foo.example.org. alpn=f\\\\\\092oo\\092,bar,h2"
            + " | 001003666f6f076578616d706c65036f726700"
            + "0001000c08665c6f6f2c626172026832",
        // RFC 7477 §2.1.3, RFC 9859, RFC 6742, RFC 7043, RFC 8777.
        "CSYNC | 66 3 A NS AAAA | 0000004200030004 60000008",
        "DSYNC | CDS NOTIFY 5359 a. | 003b0114ef016100",
        "NID | 10 0014:4fff:ff20:ee64 | 000a00144fffff20ee64",
        "L64 | 10 2001:0DB8:1140:1000 | 000a20010db811401000",
        "L32 | 10 10.1.2.0 | 000a0a010200",
        "EUI48 | 00-00-5e-00-53-2a | 00005e00532a",
        "EUI64 | 00-00-5e-ef-10-00-00-2a | 00005eef1000002a",
        "AMTRELAY | 10 1 1 203.0.113.15 | 0a81cb00710f",
        "AMTRELAY | 10 0 3 a. | 0a03016100",
        // RFC 1876 §2, the place of §3.
        "LOC | 42 21 54 N 71 06 18 W -24m 30m | 00331613 89172dd0 70be15f0 00988d20",
        // RFC 3123, RFC 4025, RFC 8005, RFC 1706.
        "APL | 1:192.168.32.0/21 !1:192.168.38.0/28" + " | 00011503c0a82000011c83c0a826",
        "IPSECKEY | 10 1 2 192.0.2.38 AQID | 0a0102c0000226010203",
        "HIP | 2 2001 AQID a. | 0202000320010102 03016100",
        "NSAP | 0x47.0005.80 | 47000580",
        // RFC 4034 §4.3, RFC 5155.
        "NSEC | host.example.com. A MX RRSIG NSEC TYPE1234"
            + " | 04686f7374076578616d706c6503636f6d000006400100000003041b"
            + "000000000000000000000000000000000000000000000000000020",
        "NSEC3PARAM | 1 0 12 aabbccdd | 0100000c04aabbccdd",
        "RRSIG | A 5 3 86400 20030322173103 20030220173103 2642 a. AA=="
            + " | 0001050300015180 3e7c9dd7 3e5510d7 0a52 016100 00",
        "KEY | 49152 3 0 | c0000300",
        "A6 | 64 ::1 a. | 400000000000000001016100",
        "A6 | 0 2001:db8::1 | 0020010db8000000000000000000000001",
        "ATMA | +123 | 01313233",
        "WKS | 192.0.2.1 tcp 25 21 | c000020106 00000440",
        "IPN | 258 | 0000000000000102",
        "NXT | a. A MX SIG NXT | 016100 40010082",
      })
  void text_makesTheseBytes(String type, String text, String hex) {
    RecordType recordType = RecordTypes.byMnemonic(type).orElseThrow();

    assertThat(hex(read(recordType, text.replace("(", ""), ROOT))).isEqualTo(hex.replace(" ", ""));
  }

  @Test
  void bytesAbove127_goThroughAsTheyAre() {
    RecordType txt = RecordTypes.byNumber(RecordType.TXT);

    assertThat(read(txt, "caf\u00e9 \"\u25ba\"", ROOT))
        .isEqualTo("\5caf\u00e9\3\u25ba".getBytes(StandardCharsets.UTF_8));
    assertThat(read(RecordTypes.byNumber(RecordType.NS), "caf\u00e9.", ROOT))
        .isEqualTo("\5caf\u00e9\0".getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] read(RecordType type, String text, byte[] origin) {
    RdataReader reader = new RdataReader();
    boolean reads = reader.read(type, TextWords.of(text), 0, origin);
    assertThat(reads).as("%s %s: %s", type, text, reader.problem()).isTrue();
    return Arrays.copyOf(reader.bytes(), reader.length());
  }

  private static byte[] oracle(int type, String text) throws IOException {
    Record record = Record.fromString(Name.root, type, DClass.IN, 0, text, Name.root);
    byte[] wire = record.toWire(Section.ANSWER);
    // The root name, type, class, TTL and length stand before it.
    return Arrays.copyOfRange(wire, 11, wire.length);
  }

  private static String oracleText(int type, byte[] rdata) {
    return Record.newRecord(Name.root, type, DClass.IN, 0, rdata).rdataToString();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
