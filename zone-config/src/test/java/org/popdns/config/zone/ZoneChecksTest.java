package org.popdns.config.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.name.DomainName;

class ZoneChecksTest {

  private static final String HEAD =
      "$TTL 60\n@ SOA ns hostmaster 1 7200 900 1209600 300\n@ NS ns\nns A 192.0.2.53\n";

  @TempDir Path folder;

  private String problems(String text) throws IOException {
    return new MasterZones(folder).read(HEAD + text).problems();
  }

  @Test
  void glueOfAnyDelegation_drawsNoWarning() throws IOException {
    assertThat(
            problems(
                """
                alpha NS ns.alpha
                ns.alpha A 192.0.2.1
                beta NS dns-beta.alpha
                dns-beta.alpha A 192.0.2.2
                dns-beta.alpha AAAA 2001:db8::2
                www.alpha A 192.0.2.3
                """))
        .isEqualTo(
            """
            z.zone:10:11: warning: nobody sees these A records: the delegation of alpha.example.com. in line 5 hides them
            www.alpha A 192.0.2.3
                      ^
            """);
  }

  @Test
  void addressesThatAnyAnswerSendsAlong_drawNoWarning() throws IOException {
    assertThat(
            problems(
                """
                sub NS ns
                mx.sub A 192.0.2.1
                @ MX 10 mx.sub
                srv.sub A 192.0.2.2
                _s._tcp SRV 0 0 1 srv.sub
                svc.sub A 192.0.2.3
                www HTTPS 1 svc.sub
                ptr.sub A 192.0.2.4
                n NAPTR 1 1 "a" "x" "" ptr.sub
                sub A 192.0.2.5
                @ NS sub
                """))
        .isEmpty();
  }

  @Test
  void rootZone_drawsNoWarning() throws IOException {
    StringBuilder root =
        new StringBuilder(
            """
            . 86400 IN SOA a.root-servers.example. n.example. 1 1800 900 604800 86400
            . 86400 IN NS a.nic.t0.
            """);
    for (int i = 0; i < 700; i++) {
      int next = (i + 1) % 700;
      // Each one's servers lie below another's delegation, as many do.
      root.append("t%d. 86400 IN NS a.nic.t%d.\n".formatted(i, next));
      root.append("t%d. 86400 IN NS b.nic.t%d.\n".formatted(i, i));
      root.append("a.nic.t%d. 86400 IN A 192.0.2.1\n".formatted(i));
      root.append("b.nic.t%d. 86400 IN AAAA 2001:db8::1\n".formatted(i));
    }
    MasterZones.Read read =
        new MasterZones(folder)
            .write("root.zone", root.toString())
            .readFile("root.zone", DomainName.ROOT);

    assertThat(read.problems()).isEmpty();
    assertThat(read.right().recordSets()).hasSize(2 + 700 * 3);
  }

  @Test
  void targetsThatLeadNowhere_areWarnings() throws IOException {
    assertThat(
            problems(
                """
                @ MX 10 gone
                _sip._tcp SRV 0 0 5060 host.moved
                moved DNAME example.net.
                dept NS ns.dept
                old NS alias
                alias CNAME ns
                *.tree DNAME example.net.
                *.cut NS ns
                text NS txt
                txt TXT x
                """))
        .isEqualTo(
            """
            z.zone:5:9: warning: MX names gone.example.com., which does not exist
            @ MX 10 gone
                    ^~~~
            z.zone:6:24: warning: SRV names host.moved.example.com., which is below the DNAME moved.example.com.
            _sip._tcp SRV 0 0 5060 host.moved
                                   ^~~~~~~~~~
            z.zone:8:9: warning: glue is missing: ns.dept.example.com. is below its own delegation and has no A or AAAA records here
            dept NS ns.dept
                    ^~~~~~~
            z.zone:9:8: warning: NS names alias.example.com., which is a CNAME
            old NS alias
                   ^~~~~
            z.zone:11:8: warning: the DNAME record of a wildcard redirects only what is below the asterisk itself (RFC 4592 §4.4)
            *.tree DNAME example.net.
                   ^~~~~
            z.zone:12:7: warning: a wildcard cannot be delegated (RFC 4592 §4.2): BIND refuses the zone, others refer to the asterisk itself
            *.cut NS ns
                  ^~
            z.zone:13:9: warning: NS names txt.example.com., which has no A or AAAA records
            text NS txt
                    ^~~
            """);
  }

  @Test
  void recordsBelowADname_areAnError() throws IOException {
    assertThat(problems("d DNAME example.net.\na.d TXT x\n"))
        .isEqualTo(
            """
            z.zone:6:5: error: nobody sees these TXT records: the DNAME d.example.com. in line 5 hides them
            a.d TXT x
                ^~~
            """);
  }
}
