package org.popdns.config.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.Configuration;
import org.popdns.config.write.Reread.Style;

/** What the writers write, to the letter. */
class ZoneWritersTest {

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("popdns.yaml"),
        """
        listen: 127.0.0.1:5300
        zones: [{origin: example.com., file: example.com.zone}, {origin: example.net., file: net.yaml}]
        clusters: clusters.yaml
        """);
    Files.writeString(
        folder.resolve("clusters.yaml"),
        """
        sites: {east: {fallback: [west]}, west: }
        checks: {web: {tcp: {port: 80}}}
        clusters:
          images:
            check: web
            members: {east: [192.0.2.1, 192.0.2.2], west: ["2001:db8::101"]}
        """);
    Files.writeString(
        folder.resolve("example.com.zone"),
        """
        $TTL 300
        @ SOA ns1.example.net. hostmaster 7 7200 900 1209600 300
        @ NS ns1.example.net.
        @ NS ns2.example.net.
        host-10 A 192.0.2.10
        host-2  A 192.0.2.2
        HOST-2  TXT "v=DKIM1; " "k=rsa" ; two strings
        no 60 AAAA 2001:db8::1
        no 60 TYPE65280 \\# 2 abcd
        @ MX 10 mail.example.net.
        @ MX 20 mail.example.org.
        """);
    Files.writeString(
        folder.resolve("net.yaml"),
        """
        '': {type: NS, values: [ns.example.org.]}
        images: [{type: A, cluster: images}, {type: AAAA, cluster: images}]
        last: {type: A, value: 192.0.2.99, octodns: {popdns: {cluster: images}}}
        """);
  }

  @Test
  void masterFile() {
    assertThat(written(0, Style.MASTER_FILE))
        .isEqualTo(
            """
            $ORIGIN example.com.
            @          300 IN SOA   ns1.example.net. hostmaster.example.com. 7 7200 900 1209600 300
            @          300 IN NS    ns1.example.net.
            @          300 IN NS    ns2.example.net.
            @          300 IN MX    10 mail.example.net.
            @          300 IN MX    20 mail.example.org.
            host-10    300 IN A     192.0.2.10
            host-2     300 IN A     192.0.2.2
            HOST-2     300 IN TXT   "v=DKIM1; " "k=rsa"
            no          60 IN AAAA  2001:db8::1
            no          60 IN TYPE65280 \\# 2 abcd
            """);
  }

  @Test
  void masterFile_ofClusters_hasTheAddressesOfTheSite_orOfTheNextThatHasAny() {
    assertThat(written(1, Style.MASTER_FILE))
        .isEqualTo(
            """
            $ORIGIN example.net.
            @        3600 IN SOA   ns.example.org. hostmaster.example.net. 1943584629 7200 900 1209600 300
            @        3600 IN NS    ns.example.org.
            ; cluster images: all addresses at east
            images   3600 IN A     192.0.2.1
            images   3600 IN A     192.0.2.2
            ; cluster images: all addresses at west
            images   3600 IN AAAA  2001:db8::101
            ; cluster images: its last resort
            last     3600 IN A     192.0.2.99
            """);
  }

  @Test
  void octodns() {
    assertThat(written(0, Style.OCTODNS))
        .isEqualTo(
            """
            ---
            # SOA is not octoDNS's: ns1.example.net. hostmaster.example.com. 7 7200 900 1209600 300
            ? ""
            : - ttl: 300
                type: NS
                values:
                - ns1.example.net.
                - ns2.example.net.
              - ttl: 300
                type: MX
                values:
                - exchange: mail.example.net.
                  preference: 10
                - exchange: mail.example.org.
                  preference: 20
            # HOST-2.example.com. TXT is cut anew: octoDNS has strings of 255 bytes
            #   HOST-2.example.com. 300 TXT "v=DKIM1; " "k=rsa"
            host-2:
            - ttl: 300
              type: A
              value: 192.0.2.2
            - ttl: 300
              type: TXT
              value: "v=DKIM1\\\\; k=rsa"
            host-10:
              ttl: 300
              type: A
              value: 192.0.2.10
            # no.example.com. TYPE65280 is left out: octoDNS has no such type
            #   no.example.com. 60 TYPE65280 \\# 2 abcd
            "no":
              ttl: 60
              type: AAAA
              value: "2001:db8::1"
            """);
  }

  @Test
  void octodns_ofClusters() {
    assertThat(written(1, Style.OCTODNS))
        .isEqualTo(
            """
            ---
            # SOA is not octoDNS's: ns.example.org. hostmaster.example.net. 1943584629 7200 900 1209600 300
            ? ""
            : ttl: 3600
              type: NS
              value: ns.example.org.
            images:
            - octodns:
                popdns:
                  cluster: images
              ttl: 3600
              type: A
              values:
              - 192.0.2.1
              - 192.0.2.2
            - octodns:
                popdns:
                  cluster: images
              ttl: 3600
              type: AAAA
              value: "2001:db8::101"
            last:
              octodns:
                popdns:
                  cluster: images
              ttl: 3600
              type: A
              value: 192.0.2.99
            """);
  }

  @Test
  void popdns_keepsStrings_andClustersWithoutALastResort() {
    assertThat(written(0, Style.POPDNS) + written(1, Style.POPDNS))
        .isEqualTo(
            """
            ---
            ? ""
            : - ttl: 300
                type: NS
                values:
                - ns1.example.net.
                - ns2.example.net.
              - expire: 1209600
                minimum: 300
                mname: ns1.example.net.
                refresh: 7200
                retry: 900
                rname: hostmaster.example.com.
                serial: 7
                ttl: 300
                type: SOA
              - ttl: 300
                type: MX
                values:
                - exchange: mail.example.net.
                  preference: 10
                - exchange: mail.example.org.
                  preference: 20
            host-2:
            - ttl: 300
              type: A
              value: 192.0.2.2
            - ttl: 300
              type: TYPE16
              value: "\\\\# 16 09763d444b494d313b20056b3d727361"
            host-10:
              ttl: 300
              type: A
              value: 192.0.2.10
            "no":
            - ttl: 60
              type: AAAA
              value: "2001:db8::1"
            - ttl: 60
              type: TYPE65280
              value: "\\\\# 2 abcd"
            ---
            ? ""
            : - ttl: 3600
                type: NS
                value: ns.example.org.
              - expire: 1209600
                minimum: 300
                mname: ns.example.org.
                refresh: 7200
                retry: 900
                rname: hostmaster.example.net.
                ttl: 3600
                type: SOA
            images:
            - cluster: images
              ttl: 3600
              type: A
            - cluster: images
              ttl: 3600
              type: AAAA
            last:
              octodns:
                popdns:
                  cluster: images
              ttl: 3600
              type: A
              value: 192.0.2.99
            """);
  }

  private String written(int zone, Style style) {
    Configuration configuration = Reread.load(folder.resolve("popdns.yaml"), Optional.of("east"));
    StringWriter text = new StringWriter();
    new Reread(configuration, folder)
        .export(configuration.zones().get(zone), style, new PrintWriter(text));
    return text.toString();
  }
}
