package org.popdns.config.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other software writes: read, or refused in one sentence. */
class ForeignFormsTest {

  private static final String HEAD =
      "$TTL 60\n@ SOA ns hostmaster 1 7200 900 1209600 300\n@ NS ns\nns A 192.0.2.53\n";

  @TempDir Path folder;

  private MasterZones.Read read(String text) throws IOException {
    return new MasterZones(folder).read(text);
  }

  @Test
  void savedTransfer_isRead() throws IOException {
    MasterZones.Read read =
        read(
            """

            ; <<>> DiG 9.18.49 <<>> axfr example.com @192.0.2.53
            ;; global options: +cmd
            example.com.\t\t60\tIN\tSOA\tns.example.com. h.example.com. 1 7200 900 1209600 300
            example.com.\t\t60\tIN\tNS\tns.example.com.
            ns.example.com.\t\t60\tIN\tA\t192.0.2.53
            www.example.com.\t30\tCLASS1\tTYPE1\t\\# 4 C0000250
            example.com.\t\t60\tIN\tSOA\tns.example.com. h.example.com. 1 7200 900 1209600 300
            ;; Query time: 0 msec
            """);

    assertThat(read.records()).containsExactly("www 30 A 192.0.2.80");
    assertThat(read.problems()).isEmpty();
  }

  @Test
  void namedCompilezone_isRead() throws IOException {
    assertThat(
            read("""
            $ORIGIN .
            $TTL 60 ; 1 minute
            example.com             IN SOA  ns.example.com. h.example.com. (
                                            1          ; serial
                                            7200       ; refresh (2 hours)
                                            900        ; retry (15 minutes)
                                            1209600    ; expire (2 weeks)
                                            300        ; minimum (5 minutes)
                                            )
                                    NS      ns.example.com.
            $ORIGIN example.com.
            ns                      A       192.0.2.53
            www                     A       192.0.2.80
            """)
                .records())
        .containsExactly("www 60 A 192.0.2.80");
  }

  @Test
  void rndcDumpdb_isRead() throws IOException {
    assertThat(
            read("""
            ;
            ; Start view _default
            ;
            ;
            ; Zone dump of 'example.com/IN'
            ;
            example.com.  60 IN SOA ns.example.com. h.example.com. 1 7200 900 1209600 300
            example.com.  60 IN NS ns.example.com.
            ns.example.com. 60 IN A 192.0.2.53
            www.example.com. 60 IN A 192.0.2.80
            ; Dump complete
            """)
                .records())
        .containsExactly("www 60 A 192.0.2.80");
  }

  @Test
  void knotcZoneRead_isRead() throws IOException {
    assertThat(
            read("""
            [example.com.] example.com. 60 SOA ns.example.com. h.example.com. 1 7200 900 1209600 300
            [example.com.] example.com. 60 NS ns.example.com.
            [example.com.] ns.example.com. 60 A 192.0.2.53
            [example.com.] www.example.com. 60 A 192.0.2.80
            """)
                .records())
        .containsExactly("www 60 A 192.0.2.80");
  }

  @Test
  void pdnsutilListZone_isRead() throws IOException {
    assertThat(
            read("""
            $ORIGIN .
            example.com\t60\tIN\tNS\tns.example.com.
            example.com\t60\tIN\tSOA\tns.example.com h.example.com 1 7200 900 1209600 300
            ns.example.com\t60\tIN\tA\t192.0.2.53
            www.example.com\t60\tIN\tA\t192.0.2.80
            """)
                .records())
        .containsExactly("www 60 A 192.0.2.80");
  }

  @Test
  void signedZone_isOneError() throws IOException {
    String signature = " RRSIG A 13 2 60 20300101000000 20200101000000 1 example.com. AAAA\n";

    assertThat(
            read(HEAD + "@ DNSKEY 257 3 13 AAAA\nns" + signature + "ns NSEC @ A\n@" + signature)
                .problems())
        .isEqualTo(
            """
            z.zone:6:4: error: the zone is signed, and popdns does not serve signatures yet: serve it unsigned, without the DS records in its parent; ldns-read-zone FILE | awk '$4 !~ /^(RRSIG|NSEC.*|C?DNSKEY|CDS|ZONEMD)$/' writes it so; so are 2 more records
            ns RRSIG A 13 2 60 20300101000000 20200101000000 1 example.com. AAAA
               ^~~~~
            """);
  }

  @Test
  void namedConf_isNoZone() throws IOException {
    assertThat(
            read("""
            // local
            options {
              directory "/x";
            };
            zone "example.com" { type master; };
            """)
                .problems())
        .startsWith(
            "z.zone:2:1: error: this is a configuration of BIND, not a zone: popdns reads the files"
                + " that its zone statements name\noptions {\n^~~~~~~\n");
  }

  @Test
  void yaml_isNoMasterFile() throws IOException {
    assertThat(read("---\n'':\n  type: NS\n  value: ns.example.com.\n").problems())
        .startsWith(
            "z.zone:1:1: error: this looks like YAML, not like a master file: the name of such a"
                + " file ends in .yaml\n---\n^~~\n");
  }

  @Test
  void tinydnsData_isNoMasterFile() throws IOException {
    assertThat(
            read("# zone\n.example.com:192.0.2.53:a:259200\n+www.example.com:192.0.2.80\n")
                .problems())
        .startsWith("z.zone:2:1: error: this looks like tinydns' data, not like a master file");
  }

  @Test
  void rawFormat_isNoMasterFile() throws IOException {
    assertThat(
            new MasterZones(folder).read(new byte[] {0, 0, 0, 2, 0, 0, 0, 1, 9, 9, 9}).problems())
        .startsWith("z.zone:1:1: error: this is BIND's raw format: ");
  }

  @Test
  void hintsThatPowerDnsFillsIn_areOneError() throws IOException {
    assertThat(
            read(HEAD
                    + "a HTTPS 1 . ipv4hint=auto ipv6hint=auto\n"
                    + "b HTTPS 1 . alpn=h2 ipv6hint=AUTO\n")
                .problems())
        .isEqualTo(
            "z.zone:5:13: error: this is PowerDNS's: popdns fills no hints in; write the addresses"
                + " that the target has, or leave the hint out, as clients ask for them anyway; so"
                + " is 1 more record\na HTTPS 1 . ipv4hint=auto ipv6hint=auto\n"
                + "            ^~~~~~~~~~~~~\n");
  }
}
