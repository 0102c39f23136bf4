package org.popdns.config.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.problem.SourceText;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.TreeReader;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A value in octoDNS's YAML makes the same RDATA as its presentation format in a master file. */
class YamlRdataTest {

  private static final DomainName ZONE = DomainName.parse("example.com.");
  private static final String SHA1 = "0123456789abcdef0123456789abcdef01234567";
  private static final String SHA256 =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "A | 192.0.2.1 | 192.0.2.1",
        "AAAA | 2001:db8::1 | 2001:db8::1",
        "AAAA | '::ffff:192.0.2.1' | ::ffff:192.0.2.1",
        "CAA | {tag: issue, value: ca.example} | 0 issue \"ca.example\"",
        "CAA | {flags: 128, tag: iodef, value: 'mailto:a@example.com'}"
            + " | 128 iodef \"mailto:a@example.com\"",
        "CNAME | www.example.com. | www.example.com.",
        "DNAME | example.net. | example.net.",
        "DS | {key_tag: 60485, algorithm: 5, digest_type: 1, digest: SHA1} | 60485 5 1 SHA1",
        "HTTPS | {svcpriority: 0, targetname: www.example.com.} | 0 www.example.com.",
        "HTTPS | {svcpriority: 1, targetname: ., svcparams: {port: 8443, alpn: [h2, h3],"
            + " ipv4hint: 192.0.2.1, ipv6hint: ['2001:db8::1', '2001:db8::2'],"
            + " no-default-alpn: , mandatory: [port, alpn]}}"
            + " | 1 . mandatory=alpn,port alpn=h2,h3 no-default-alpn port=8443"
            + " ipv4hint=192.0.2.1 ipv6hint=2001:db8::1,2001:db8::2",
        "SVCB | {svcpriority: 16, targetname: a.example., svcparams: {ech: AAEC, key667: hello}}"
            + " | 16 a.example. ech=AAEC key667=hello",
        "LOC | {lat_degrees: 31, lat_minutes: 58, lat_seconds: 52.1, lat_direction: S,"
            + " long_degrees: 115, long_minutes: 49, long_seconds: 11.7, long_direction: E,"
            + " altitude: 20, size: 10, precision_horz: 10, precision_vert: 2}"
            + " | 31 58 52.1 S 115 49 11.7 E 20m 10m 10m 2m",
        "LOC | {lat_degrees: 0, lat_minutes: 0, lat_seconds: 0, lat_direction: N,"
            + " long_degrees: 180, long_minutes: 0, long_seconds: 0, long_direction: W,"
            + " altitude: -1.5} | 0 0 0 N 180 0 0 W -1.50m",
        "MX | {preference: 10, exchange: mx.example.com.} | 10 mx.example.com.",
        "MX | {priority: 10, value: mx.example.com.} | 10 mx.example.com.",
        "NAPTR | {order: 100, preference: 50, flags: S, service: SIP+D2U, regexp: '',"
            + " replacement: _sip._udp.example.com.}"
            + " | 100 50 \"S\" \"SIP+D2U\" \"\" _sip._udp.example.com.",
        "NAPTR | {order: 1, preference: 1, flags: U, service: E2U+sip,"
            + " regexp: '!^.*$!sip:a@example.com!', replacement: .}"
            + " | 1 1 \"U\" \"E2U+sip\" \"!^.*$!sip:a@example.com!\" .",
        "NS | ns1.example.com. | ns1.example.com.",
        "OPENPGPKEY | AAECAwQ= | AAECAwQ=",
        "PTR | a.example.com. | a.example.com.",
        "SRV | {priority: 1, weight: 2, port: 443, target: a.example.com.} | 1 2 443"
            + " a.example.com.",
        "SSHFP | {algorithm: 4, fingerprint_type: 2, fingerprint: SHA256} | 4 2 SHA256",
        "TLSA | {certificate_usage: 3, selector: 1, matching_type: 1,"
            + " certificate_association_data: SHA256} | 3 1 1 SHA256",
        "TXT | v=spf1 -all | \"v=spf1 -all\"",
        "TXT | v=DKIM1\\; k=rsa\\; p=x | \"v=DKIM1\\; k=rsa\\; p=x\"",
        "TXT | v=DKIM1; k=rsa | \"v=DKIM1; k=rsa\"",
        "TXT | '\"one\" \"two\"' | \"onetwo\"",
        "TXT | '' | \"\"",
        "TXT | no | \"no\"",
        "TXT | 12345 | \"12345\"",
        "URI | {priority: 10, weight: 1, target: 'https://example.com/'}"
            + " | 10 1 \"https://example.com/\"",
        "TYPE65280 | '\\# 3 00ff10' | \\# 3 00ff10",
        "TYPE65280 | '\\# 4 0102 0304' | \\# 4 01020304",
        "TYPE65280 | '\\# 0' | \\# 0",
        "TYPE1 | '\\# 4 c0000201' | \\# 4 c0000201",
      })
  void value_makesTheRdataOfItsPresentation(String type, String yaml, String presentation)
      throws IOException {
    assertThat(hex(rdata(type, filled(yaml))))
        .isEqualTo(HexFormat.of().formatHex(oracle(type, filled(presentation))));
  }

  @Test
  void txt_longerThan255Bytes_isCutIntoStrings() {
    byte[] rdata = rdata("TXT", "x".repeat(300)).orElseThrow();

    assertThat(rdata).hasSize(302);
    assertThat(rdata[0] & 0xff).isEqualTo(255);
    assertThat(rdata[256] & 0xff).isEqualTo(45);
  }

  private static String filled(String text) {
    return text.replace("SHA256", SHA256).replace("SHA1", SHA1);
  }

  private static String hex(Optional<byte[]> rdata) {
    return rdata.map(HexFormat.of()::formatHex).orElse("refused");
  }

  private static Optional<byte[]> rdata(String type, String yaml) {
    FileProblems problems = new ProblemLog().of(new SourceText(Path.of("zone"), "value: " + yaml));
    RecordType recordType = RecordTypes.byMnemonic(type).orElseThrow();
    YamlRdata rdata = new YamlRdata(ZONE, problems);
    return TreeReader.read(problems)
        .map(root -> ((MappingNode) root).entries().getFirst().value())
        .filter(value -> rdata.read(recordType, value))
        .map(value -> Arrays.copyOf(rdata.bytes(), rdata.length()));
  }

  private static byte[] oracle(String type, String presentation) throws IOException {
    int number = RecordTypes.byMnemonic(type).orElseThrow().number();
    Record record = Record.fromString(Name.root, number, DClass.IN, 0, presentation, Name.root);
    byte[] wire = record.toWire(Section.ANSWER);
    // The root name, type, class, TTL and length stand before it.
    return Arrays.copyOfRange(wire, 11, wire.length);
  }
}
