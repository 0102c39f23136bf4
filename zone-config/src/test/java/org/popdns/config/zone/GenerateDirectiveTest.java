package org.popdns.config.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As named-compilezone 9.18 makes records of them. */
class GenerateDirectiveTest {

  private static final String HEAD =
      "$TTL 60\n@ SOA ns hostmaster 1 7200 900 1209600 300\n@ NS ns\nns A 192.0.2.53\n";

  @TempDir Path folder;

  private MasterZones.Read read(String text) throws IOException {
    return new MasterZones(folder).read(HEAD + text);
  }

  @Test
  void range_hasSteps() throws IOException {
    MasterZones.Read read = read("$GENERATE 1-5/2 h$ 30 IN A 192.0.2.$\n");

    assertThat(read.records())
        .containsExactly("h1 30 A 192.0.2.1", "h3 30 A 192.0.2.3", "h5 30 A 192.0.2.5");
    assertThat(read.problems()).isEmpty();
  }

  @Test
  void number_hasForms() throws IOException {
    assertThat(
            read("$GENERATE 27-27 a${-3,4,d}.b${0,4,x}.c${0,0,X}.d${0,3,o}.e${0,5,n}.f${1} CNAME"
                    + " ns\n")
                .records())
        .containsExactly("a0024.b001b.c1B.d033.eb.1.0.f28 60 CNAME ns.example.com.");
  }

  @Test
  void nibbles_haveDots() throws IOException {
    assertThat(read("$GENERATE 26-26 ${0,7,n} PTR h$\n").records())
        .containsExactly("a.1.0.0 60 PTR h26.example.com.");
  }

  @Test
  void dollarSigns_areEscaped_orDoubled() throws IOException {
    MasterZones.Read read =
        read("$GENERATE 1-1 e$$ A 192.0.2.1\n$GENERATE 1-1 g\\$$ A 192.0.2.1\n");

    assertThat(read.records()).containsExactly("e\\$ 60 A 192.0.2.1", "g\\$1 60 A 192.0.2.1");
    assertThat(read.problems())
        .startsWith(
            """
            z.zone:5:15: warning: $$ is one dollar sign, as in BIND; PowerDNS takes it for the number
            $GENERATE 1-1 e$$ A 192.0.2.1
                          ^~~
            z.zone:5:15: warning: e\\$.example.com. has addresses, but is no host name: letters, digits, hyphens
            """);
  }

  @Test
  void escapedDot_isOfTheLabel() throws IOException {
    MasterZones.Read read = read("$GENERATE 1-1 f\\046$ TXT x\n");

    assertThat(read.records()).containsExactly("f\\.1 60 TXT \"x\"");
    assertThat(read.problems())
        .isEqualTo(
            """
            z.zone:5:15: warning: the escape is a byte of the label, as in BIND; PowerDNS takes its digits
            $GENERATE 1-1 f\\046$ TXT x
                          ^~~~~~
            """);
  }

  @Test
  void dataInQuotes_isAllOfIt() throws IOException {
    assertThat(read("$GENERATE 1-2 m$ MX \"10 h$\"\n$GENERATE 1-1 n MX 10 h$\n").records())
        .containsExactly(
            "m1 60 MX 10 h1.example.com.",
            "m2 60 MX 10 h2.example.com.",
            "n 60 MX 10 h1.example.com.");
  }

  @Test
  void recordWithoutNameBehind_hasTheOneBefore() throws IOException {
    assertThat(read("a A 192.0.2.1\n$GENERATE 1-1 g$ A 192.0.2.1\n  TXT x\n").records())
        .containsExactly("a 60 A 192.0.2.1", "a 60 TXT \"x\"", "g1 60 A 192.0.2.1");
  }
}
