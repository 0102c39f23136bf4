package org.popdns.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.popdns.name.DomainName;
import org.xbill.DNS.Type;

/** What the table says of its types, and what is said of RDATA that does not fit. */
final class RecordTypesTest {

  private static final byte[] ORIGIN = DomainName.parse("example.com.").toWire();

  @Test
  void numbersAndMnemonics_areThoseOfDnsjava() {
    for (RecordType type : RecordTypes.all()) {
      String theirs = Type.string(type.number());
      assertThat(theirs).isIn(type.mnemonic(), "TYPE" + type.number());
      assertThat(RecordTypes.byNumber(type.number())).isSameAs(type);
    }
    for (int number = 1; number < 65536; number++) {
      String theirs = Type.string(number);
      assertThat(theirs.startsWith("TYPE") || theirs.equals(RecordTypes.mnemonic(number))).isTrue();
    }
  }

  @Test
  void mnemonics_areDifferent() {
    Set<String> mnemonics = new HashSet<>();
    Set<Integer> numbers = new HashSet<>();

    assertThat(RecordTypes.all()).allMatch(type -> mnemonics.add(type.mnemonic()));
    assertThat(RecordTypes.all()).allMatch(type -> numbers.add(type.number()));
  }

  @ParameterizedTest
  @CsvSource({
    "A, 1", "aaaa, 28", "Nsap-ptr, 23", "TYPE0, 0", "type1, 1", "TYPE65535, 65535", "TYPE00012, 12",
    "DLV, 32769", "TYPE65536, -1", "TYPE, -1", "TYPE-1, -1", "AAAAA, -1", "'', -1", "WWW, -1"
  })
  void word_isTheTypeOrNone(String word, int number) {
    byte[] bytes = ("x" + word + "y").getBytes(StandardCharsets.US_ASCII);
    RecordType type = RecordTypes.byMnemonic(bytes, 1, bytes.length - 1);

    assertThat(type == null ? -1 : type.number()).isEqualTo(number);
    assertThat(RecordTypes.byMnemonic(word).map(RecordType::number).orElse(-1)).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({
    "NS, 0, 1, 0, -1", "CNAME, 0, 1, -1, 0", "SOA, 0, 2, -1, -1", "PTR, 0, 1, -1, -1",
    "MX, 2, 1, 2, -1", "MINFO, 0, 2, -1, -1", "MB, 0, 1, 0, -1", "SRV, -1, 0, 6, -1",
    "DNAME, -1, 0, -1, 0", "AFSDB, -1, 0, 2, -1", "KX, -1, 0, 2, -1", "NAPTR, -1, 0, -1, -1",
    "SVCB, -1, 0, -1, -1", "A, -1, 0, -1, -1", "TXT, -1, 0, -1, -1", "TYPE65280, -1, 0, -1, -1"
  })
  void names_areWhereTheTableHasThem(
      String mnemonic, int compressibleFrom, int count, int hostAt, int aliasAt) {
    RecordType type = RecordTypes.byMnemonic(mnemonic).orElseThrow();

    assertThat(type.compressibleFrom()).isEqualTo(compressibleFrom);
    assertThat(type.compressibleCount()).isEqualTo(count);
    assertThat(type.hostAt()).isEqualTo(hostAt);
    assertThat(type.aliasAt()).isEqualTo(aliasAt);
  }

  /** RFC 4034 §6.2, without NSEC and HINFO (RFC 6840 §5.1, and HINFO has no names). */
  @Test
  void canonicalForm_isLowerCaseOfTheListedTypesOnly() {
    Set<String> changed =
        Examples.all()
            .filter(
                example -> {
                  RecordType type = RecordTypes.byMnemonic(example.type()).orElseThrow();
                  byte[] rdata = read(type, example.text());
                  byte[] canonical = rdata.clone();
                  type.toCanonical(canonical, 0, canonical.length);
                  return !Arrays.equals(rdata, canonical);
                })
            .map(Examples.Example::type)
            .collect(Collectors.toSet());

    assertThat(changed)
        .isEqualTo(
            Set.of(
                "NS", "MD", "MF", "CNAME", "SOA", "MB", "MG", "MR", "PTR", "MINFO", "MX", "RP",
                "AFSDB", "RT", "SIG", "PX", "NXT", "NAPTR", "KX", "SRV", "DNAME", "RRSIG", "A6"));
  }

  @Test
  void canonicalForm_leavesOtherFieldsAsTheyAre() {
    RecordType naptr = RecordTypes.byNumber(RecordType.NAPTR);
    byte[] rdata = read(naptr, "16705 16705 U E2U+SIP !A!B! A.Example.");

    naptr.toCanonical(rdata, 0, rdata.length);

    assertThat(RdataText.of(naptr, rdata))
        .isEqualTo("16705 16705 \"U\" \"E2U+SIP\" \"!A!B!\" a.example.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "A | 192.0.2 | 0 | A record must be an IPv4 address, not '192.0.2'",
        "A | \"192.0.2.1\" | 0 | A record must be an IPv4 address, not '192.0.2.1'",
        "A | `` | 0 | A record is missing",
        "A | 192.0.2.1 192.0.2.2 | 1 | '192.0.2.2' stands behind the end of the A record",
        "AAAA | 2001:db8::1::2 | 0 | AAAA record must be an IPv6 address, not '2001:db8::1::2'",
        "MX | ten mx | 0 | MX preference must be a whole number from 0 to 65535, not 'ten'",
        "MX | 65536 mx | 0 | MX preference must be a whole number from 0 to 65535, not '65536'",
        "MX | 10 | 1 | MX exchange is missing",
        "SOA | a 1 2 3 4 5 | 6 | SOA minimum is missing: 6 of 7 fields are there",
        "SRV | 1 2 a. | 2 | SRV port must be a whole number from 0 to 65535, not 'a.'",
        "KEY | 0 | 1 | KEY protocol is missing",
        "MX | 10 a..b | 1 | MX exchange 'a..b' has an empty label",
        "NS | \\256 | 0 | NS record '\\256' has an escape above \\255",
        "NS | \"a.\" | 0 | NS record must be a domain name, not 'a.'",
        "SOA | a b 1 2 3 4 1x | 6 | SOA minimum must be a time in seconds, or with units such as"
            + " 1h30m, not '1x'",
        "TXT | a\\25 | 0 | TXT record 'a\\25' has an escape that is not from \\000 to \\255",
        "DS | 1 8 2 00 | 3 | DS digest has 1 bytes, but type 2 makes 32",
        "DS | 1 XYZ 2 00 | 1 | DS algorithm must be a whole number from 0 to 255 or a name such as"
            + " RSASHA256, not 'XYZ'",
        "DS | 1 8 9 0x | 3 | DS digest must be bytes in hexadecimal, not '0x'",
        "CAA | 0 a-b c | 1 | CAA tag must be a word of ASCII letters and digits, not 'a-b'",
        "LOC | 91 N 0 E 0m | 0 | LOC record has a latitude that is not degrees, minutes, seconds"
            + " and N or S, at '91'",
        "LOC | 0 N 0 E 0m 0 0 0 0 | 8 | '0' stands behind the end of the LOC record",
        "SVCB | 1 . port=x | 2 | SVCB port must be a whole number from 0 to 65535, not"
            + " 'port=x'",
        "SVCB | 1 . alpn | 2 | SVCB alpn must be protocols such as h2,h3, not without a" + " value",
        "SVCB | 1 . port=1 port=1 | 3 | SVCB svcparams has port twice",
        "SVCB | 1 . mandatory=alpn port=1 | 2 | SVCB svcparams has mandatory, which names a"
            + " parameter that is not there: alpn",
        "SVCB | 1 . key65536=x | 2 | SVCB svcparams has an unknown parameter 'key65536=x'",
        "SVCB | 1 . ALPN=h2 | 2 | SVCB svcparams has an unknown parameter 'ALPN=h2'",
        "NSEC | a. | 1 | NSEC types is missing",
        "A | \\# 3 c00002 | 0 | A record is cut off",
        "A | \\# 5 c000020100 | 0 | A record has 1 bytes too many",
        "A | \\# 4 c00002 | 2 | A record has 3 bytes, not 4 as it says",
        "A | \\# 4 c000020x | 2 | A record must have its bytes in hexadecimal behind \\#",
        "A | \\# | 1 | A record: the number of bytes is missing",
        "NS | \\# 2 c000 | 0 | NS record has a compressed name or a label of more than 63 bytes",
        "TYPE65280 | a | 0 | TYPE65280 record must be \\#, the number of bytes, and the bytes in"
            + " hexadecimal, such as \\# 4 c0000201, not 'a'",
      })
  void textThatDoesNotFit_isNamedAtItsWord(String type, String text, int word, String problem) {
    RdataReader reader = new RdataReader();
    RecordType recordType = RecordTypes.byMnemonic(type).orElseThrow();

    assertThat(reader.read(recordType, TextWords.of(text == null ? "" : text), 0, ORIGIN))
        .isFalse();

    assertThat(reader.problem()).isEqualTo(problem);
    assertThat(reader.problemWord()).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SSHFP | 4 2 0123 | SSHFP digest has 2 bytes, but type 2 makes 32",
        "TLSA | 3 1 1 0123 | TLSA digest has 2 bytes, but type 1 makes 32",
        "CDS | 1 8 2 0123 | CDS digest has 2 bytes, but type 2 makes 32",
        "ZONEMD | 1 1 1 0123 | ZONEMD digest has 2 bytes, but type 1 makes 48",
        "ZONEMD | 1 1 240 0123 | ZONEMD digest is shorter than 12 bytes; BIND refuses the zone",
        "DS | 1 12 3 0123 | DS digest has 2 bytes, but type 3 makes 32",
        "LOC | 90 1 N 0 E 0 | LOC has a latitude of more than 90 degrees; BIND refuses the zone",
        "LOC | 0 N 180 1 W 0 | LOC has a longitude of more than 180 degrees; BIND refuses the"
            + " zone",
        "X25 | 123 | X25 has fewer than 4 digits; BIND refuses the zone",
        "X25 | 12a45 | X25 is no number of decimal digits; BIND refuses the zone",
        "IPSECKEY | 10 0 2 . | IPSECKEY lacks the key of algorithm 2; BIND refuses the zone",
        "RKEY | 1 3 8 AA== | RKEY has flags other than 0; BIND refuses the zone",
        "SVCB | 1 . key65535=x | SVCB has key65535 that is not for use: the number is reserved",
        "SVCB | 1 . key1=x | SVCB has alpn that is not protocols such as h2,h3",
        "SVCB | 1 . ech | SVCB has ech that is not bytes in Base64",
        "SVCB | 1 . no-default-alpn | SVCB has no-default-alpn, which needs alpn",
        "HTTPS | 0 a. port=1 | HTTPS with svcpriority 0 is an alias, of which clients ignore the"
            + " svcparams",
      })
  void whatServersLoadAndClientsIgnore_isDoubted(String type, String text, String doubt) {
    RdataReader reader = new RdataReader();

    assertThat(
            reader.read(RecordTypes.byMnemonic(type).orElseThrow(), TextWords.of(text), 0, ORIGIN))
        .isTrue();

    assertThat(reader.doubt()).contains(doubt);
  }

  @Test
  void fields_canBeReadOneByOne() {
    RdataReader reader = new RdataReader();
    RecordType caa = RecordTypes.byMnemonic("CAA").orElseThrow();
    reader.begin(caa, ORIGIN);

    boolean read =
        reader.readField(caa.fields().get(0), TextWords.of("128"))
            && reader.readField(caa.fields().get(1), TextWords.of("issue"))
            && reader.readField(caa.fields().get(2), TextWords.plain(List.of("a \"b\\\\")))
            && reader.end();

    assertThat(read).as(reader.problem()).isTrue();
    assertThat(Arrays.copyOf(reader.bytes(), reader.length()))
        .isEqualTo("\200\5issuea \"b\\".getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] read(RecordType type, String text) {
    RdataReader reader = new RdataReader();
    assertThat(reader.read(type, TextWords.of(text), 0, ORIGIN)).as(reader.problem()).isTrue();
    return Arrays.copyOf(reader.bytes(), reader.length());
  }
}
