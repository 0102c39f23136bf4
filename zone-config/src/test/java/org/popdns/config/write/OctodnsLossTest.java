package org.popdns.config.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.Configuration;
import org.popdns.config.write.Reread.Style;

/** What octoDNS's YAML says of odd values, and what it can't say. */
class OctodnsLossTest {

  private static final String HEAD =
      """
      ---
      # SOA is not octoDNS's: a.example.net. b.example.net. 7 1 1 1 1
      ? ""
      : ttl: 300
        type: NS
        value: ns.example.net.
      """;

  @TempDir private Path folder;

  @Test
  void texts_haveTheEscapesThatOctodnsKeeps() throws IOException {
    Configuration zone =
        zone(
            """
            a TXT "a; b\\\\c"
            b TXT "one\\\\;"
            c TXT "\\""
            d TXT "a\\" \\"b"
            e TXT "she said \\"now\\" twice"
            f TXT "\\"x\\""
            g TXT "k\\195\\182ln\\009\\255"
            h SPF "v=spf1 -all"
            """);

    assertThat(export(zone).text())
        .isEqualTo(
            HEAD
                + """
                a:
                  ttl: 300
                  type: TXT
                  value: "a\\\\; b\\\\\\\\c"
                b:
                  ttl: 300
                  type: TXT
                  value: "one\\\\092\\\\;"
                c:
                  ttl: 300
                  type: TXT
                  value: "\\\\034"
                d:
                  ttl: 300
                  type: TXT
                  value: "a\\\\034 \\\\034b"
                e:
                  ttl: 300
                  type: TXT
                  value: "she said \\"now\\" twice"
                f:
                  ttl: 300
                  type: TXT
                  value: "\\\\034x\\\\034"
                g:
                  ttl: 300
                  type: TXT
                  value: "k\\\\195\\\\182ln\\\\009\\\\255"
                h:
                  ttl: 300
                  type: SPF
                  value: "v=spf1 -all"
                """);
    assertIsTheSame(zone);
  }

  @Test
  void fields_keepTheEscapesOfMasterFiles() throws IOException {
    Configuration zone =
        zone(
            """
            caa   CAA 0 issue "ca.example.net; a=\\"b\\\\c\\200"
            _u._tcp URI 1 1 "https://example.net/\\\\\\"\\001"
            naptr NAPTR 1 1 "U" "E2U+sip" "!^(.*)$!sip:\\\\1@example.net!" .
            svcb  SVCB 1 . mandatory=ech,dohpath alpn=h2 ech=AAEC dohpath="/q{?dns}" ohttp
            """);

    assertThat(export(zone).text())
        .isEqualTo(
            HEAD
                + """
                _u._tcp:
                  ttl: 300
                  type: URI
                  value:
                    priority: 1
                    target: "https://example.net/\\\\\\\\\\\\\\"\\\\001"
                    weight: 1
                caa:
                  ttl: 300
                  type: CAA
                  value:
                    flags: 0
                    tag: issue
                    value: "ca.example.net; a=\\\\\\"b\\\\\\\\c\\\\200"
                naptr:
                  ttl: 300
                  type: NAPTR
                  value:
                    flags: U
                    order: 1
                    preference: 1
                    regexp: "!^(.*)$!sip:\\\\\\\\1@example.net!"
                    replacement: "."
                    service: "E2U+sip"
                svcb:
                  ttl: 300
                  type: SVCB
                  value:
                    svcparams:
                      alpn:
                      - h2
                      key5: "\\\\000\\\\001\\\\002"
                      key7: "/q{?dns}"
                      key8: null
                      mandatory:
                      - key5
                      - key7
                    svcpriority: 1
                    targetname: "."
                """);
    assertIsTheSame(zone);
  }

  @Test
  void whatOnlyValidatorsRefuse_isLenient() throws IOException {
    Configuration zone =
        zone(
            """
            cname CNAME localhost.
            naptr NAPTR 1 1 "" "" "" a.example.net.
            srv   SRV 1 1 1 a.example.net.
            sshfp SSHFP 6 2 d4b7d520e7bb5f0f67674a0cceb1e3e0614b93c4f9e99b8383f6a1e4469da50a
            """);

    assertThat(export(zone).text())
        .isEqualTo(
            HEAD
                + """
                cname:
                  octodns:
                    lenient: true
                  ttl: 300
                  type: CNAME
                  value: localhost.
                naptr:
                  octodns:
                    lenient: true
                  ttl: 300
                  type: NAPTR
                  value:
                    flags: ""
                    order: 1
                    preference: 1
                    regexp: ""
                    replacement: a.example.net.
                    service: ""
                srv:
                  octodns:
                    lenient: true
                  ttl: 300
                  type: SRV
                  value:
                    port: 1
                    priority: 1
                    target: a.example.net.
                    weight: 1
                sshfp:
                  octodns:
                    lenient: true
                  ttl: 300
                  type: SSHFP
                  value:
                    algorithm: 6
                    fingerprint: d4b7d520e7bb5f0f67674a0cceb1e3e0614b93c4f9e99b8383f6a1e4469da50a
                    fingerprint_type: 2
                """);
    assertIsTheSame(zone);
  }

  @Test
  void whatOctodnsCannotRead_isNamed_setBySet() throws IOException {
    Configuration zone =
        zone(
            """
            a A 192.0.2.1
            a HINFO "x" "y"
            b TXT "v=DKIM1; " "k=rsa"
            c TXT ""
            d TYPE65280 \\# 2 abcd
            """);
    Export export = export(zone);

    assertThat(export.losses())
        .containsExactly(
            "a.example.com. HINFO is left out: octoDNS has no such type",
            "b.example.com. TXT is cut anew: octoDNS has strings of 255 bytes",
            "c.example.com. TXT is left out: octoDNS takes no empty text",
            "d.example.com. TYPE65280 is left out: octoDNS has no such type");
    assertThat(export.text())
        .isEqualTo(
            HEAD
                + """
                # a.example.com. HINFO is left out: octoDNS has no such type
                #   a.example.com. 300 HINFO "x" "y"
                a:
                  ttl: 300
                  type: A
                  value: 192.0.2.1
                # b.example.com. TXT is cut anew: octoDNS has strings of 255 bytes
                #   b.example.com. 300 TXT "v=DKIM1; " "k=rsa"
                b:
                  ttl: 300
                  type: TXT
                  value: "v=DKIM1\\\\; k=rsa"
                # c.example.com. TXT is left out: octoDNS takes no empty text
                #   c.example.com. 300 TXT ""
                # d.example.com. TYPE65280 is left out: octoDNS has no such type
                #   d.example.com. 300 TYPE65280 \\# 2 abcd
                """);
    assertThat(new Reread(zone, folder.resolve("again")).differences(Style.OCTODNS))
        .containsExactlyInAnyOrder(
            "~ example.com. SOA",
            "- a.example.com. HINFO",
            "~ b.example.com. TXT",
            "- c.example.com. TXT",
            "- d.example.com. TYPE65280");
  }

  @Test
  void texts_ofAnyBytes_readBackAsTheSame() {
    Random random = new Random(1);
    String odd = "\"\\; \t\n\u00e4a034";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int left = 1 + random.nextInt(8); left > 0; left--) {
        text.append(odd.charAt(random.nextInt(odd.length())));
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      byte[] rdata = new byte[bytes.length + 1];
      rdata[0] = (byte) bytes.length;
      System.arraycopy(bytes, 0, rdata, 1, bytes.length);

      assertThat(OctodnsRecords.of(16, List.of(rdata), OctodnsWriter.Dialect.OCTODNS).loss())
          .as(text.toString())
          .isEmpty();
    }
  }

  private record Export(String text, List<String> losses) {}

  private static Export export(Configuration zone) {
    StringWriter text = new StringWriter();
    List<String> losses =
        OctodnsWriter.write(
            zone.zones().getFirst(),
            OctodnsWriter.Dialect.OCTODNS,
            new PlanAddresses(zone.plans(), Optional.empty()),
            new PrintWriter(text));
    return new Export(text.toString(), losses);
  }

  private void assertIsTheSame(Configuration zone) throws IOException {
    assertThat(export(zone).losses()).isEmpty();
    // The serial is one that octoDNS has no place for.
    assertThat(new Reread(zone, folder.resolve("again")).differences(Style.OCTODNS))
        .containsExactly("~ example.com. SOA");
  }

  @Test
  void clientSubnets_areLostWithTheSoa() throws IOException {
    Export export = export(zone("", "ecs: true\n"));

    assertThat(export.losses())
        .containsExactly("example.com. SOA is left out, and 'ecs: true' with it");
    assertThat(export.text()).contains("# example.com. SOA is left out, and 'ecs: true' with it\n");
  }

  private Configuration zone(String records) throws IOException {
    return zone(records, "");
  }

  private Configuration zone(String records, String settings) throws IOException {
    Files.writeString(
        folder.resolve("popdns.yaml"),
        "listen: 127.0.0.1:5300\nzones: [{origin: example.com., file: z.zone}]\n" + settings);
    Files.writeString(
        folder.resolve("z.zone"),
        "$TTL 300\n@ SOA a.example.net. b.example.net. 7 1 1 1 1\n@ NS ns.example.net.\n"
            + records);
    return Reread.load(folder.resolve("popdns.yaml"), Optional.empty());
  }
}
