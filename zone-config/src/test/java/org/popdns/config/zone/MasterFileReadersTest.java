package org.popdns.config.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What readers of the same master file make of it otherwise: what popdns does, and that it says so.
 * The table is in docs/deviations.md.
 */
class MasterFileReadersTest {

  private static final String HEAD =
      "$TTL 60\n@ SOA ns hostmaster 1 7200 900 1209600 300\n@ NS ns\nns A 192.0.2.53\n";

  @TempDir Path folder;

  private MasterZones zones() {
    return new MasterZones(folder);
  }

  private MasterZones.Read read(String text) throws IOException {
    return zones().read(HEAD + text);
  }

  @Test
  void noDefaultTtl_isTheLastOneStated() throws IOException {
    MasterZones.Read read =
        zones()
            .read(
                """
                @ SOA ns h 1 7200 900 1209600 77
                @ 5 NS ns
                ns 60 A 192.0.2.1
                b A 192.0.2.2
                c A 192.0.2.3
                """);

    assertThat(read.records()).containsExactly("b 60 A 192.0.2.2", "c 60 A 192.0.2.3");
    assertThat(read.right().recordSets().get(1).ttlSeconds()).isEqualTo(77);
    assertThat(read.problems())
        .isEqualTo(
            """
            z.zone:1:3: warning: no TTL here and no $TTL before: taking the record's minimum, 77, here and below, as BIND does; NSD, Knot and PowerDNS take 3600
            @ SOA ns h 1 7200 900 1209600 77
              ^~~
            z.zone:4:3: warning: no TTL here and no $TTL before: taking 60, the last one stated, here and below (RFC 1035 §5.1); BIND takes the SOA record's minimum, NSD and Knot 3600
            b A 192.0.2.2
              ^
            """);
  }

  // As `named-compilezone` 9.18 writes it out: it takes the minimum only where the SOA record has
  // no TTL.
  @Test
  void ttlLeftOut_afterThatOfTheSoaRecord_isAsInBind() throws IOException {
    MasterZones.Read read =
        zones()
            .read("@ 300 SOA ns h 1 7200 900 1209600 77\n@ NS ns\nns A 192.0.2.1\na A 192.0.2.1\n");

    assertThat(read.records()).containsExactly("a 300 A 192.0.2.1");
    assertThat(read.problems())
        .isEqualTo(
            """
            z.zone:2:3: warning: no TTL here and no $TTL before: taking 300, the last one stated, here and below (RFC 1035 §5.1), as BIND and PowerDNS do; NSD and Knot take 3600
            @ NS ns
              ^~
            """);
  }

  @Test
  void severalUnits_areAdded() throws IOException {
    MasterZones.Read read =
        zones()
            .read(
                """
                $TTL 1h30m
                @ SOA ns h 1 1h30m 15m 2w 300
                @ NS ns
                ns A 192.0.2.1
                b 2m5s TXT x
                """);

    assertThat(read.records()).containsExactly("b 125 TXT \"x\"");
    assertThat(read.right().recordSets().getFirst().ttlSeconds()).isEqualTo(5400);
    assertThat(read.problems())
        .isEqualTo(
            """
            z.zone:1:6: warning: this is 5400 seconds, of which PowerDNS takes the first number only
            $TTL 1h30m
                 ^~~~~
            z.zone:2:14: warning: this is 5400 seconds, of which PowerDNS takes the first number only
            @ SOA ns h 1 1h30m 15m 2w 300
                         ^~~~~
            """);
  }

  @Test
  void ttlOfMoreThan31Bits_isZero() throws IOException {
    MasterZones.Read read = read("b 2147483648 A 192.0.2.1\n");

    assertThat(read.records()).containsExactly("b 0 A 192.0.2.1");
    assertThat(read.problems())
        .isEqualTo(
            """
            z.zone:5:3: warning: TTL 2147483648 is more than 2147483647, and counts as 0 (RFC 2181 §8)
            b 2147483648 A 192.0.2.1
              ^~~~~~~~~~
            """);
  }

  @Test
  void twoTtlsInASet_areTheFirst() throws IOException {
    MasterZones.Read read = read("b 10 A 192.0.2.1\nb 20 A 192.0.2.2\n");

    assertThat(read.records()).containsExactly("b 10 A 192.0.2.1", "b 10 A 192.0.2.2");
    assertThat(read.problems())
        .isEqualTo(
            """
            z.zone:6:6: warning: TTL 20 differs from the 10 of the A records before, which counts for all as in BIND; NSD keeps both, Knot the last
            b 20 A 192.0.2.2
                 ^
            """);
  }

  @Test
  void originWithoutFinalDot_isRelative() throws IOException {
    MasterZones.Read read = read("$ORIGIN sub\na A 192.0.2.1\n");

    assertThat(read.records()).containsExactly("a.sub 60 A 192.0.2.1");
    assertThat(read.problems())
        .isEqualTo(
            """
            z.zone:5:9: warning: the name lacks the final dot: it is sub.example.com. here and in BIND, NSD and Knot refuse it
            $ORIGIN sub
                    ^~~
            """);
  }

  @Test
  void include_givesTheNameBack_butNotTheTtl() throws IOException {
    MasterZones.Read read =
        zones()
            .write("f.inc", "$TTL 7\nx A 192.0.2.2\n")
            .read(HEAD + "a A 192.0.2.1\n$INCLUDE f.inc\n TXT y\nb TXT z\n");

    assertThat(read.records())
        .containsExactly("a 60 A 192.0.2.1", "a 7 TXT \"y\"", "b 7 TXT \"z\"", "x 7 A 192.0.2.2");
    assertThat(read.problems())
        .isEqualTo(
            """
            z.zone:7:2: warning: the TTL is 7 from here on, by $TTL in f.inc, as in BIND, NSD and PowerDNS; Knot goes on with 60
             TXT y
             ^~~
            z.zone:7:2: warning: the name is that of before $INCLUDE, as in BIND and Knot; NSD and PowerDNS take the last one of f.inc
             TXT y
             ^~~
            """);
  }

  @Test
  void escapeAbove255_isRefused() throws IOException {
    assertThat(read("\\256 A 192.0.2.1\nt TXT \\256\n").problems())
        .isEqualTo(
            """
            z.zone:5:1: error: '\\256' has an escape above \\255
            \\256 A 192.0.2.1
            ^~~~
            z.zone:6:7: error: TXT record '\\256' has an escape that is not from \\000 to \\255
            t TXT \\256
                  ^~~~
            """);
  }

  @Test
  void loneCarriageReturn_endsALine() throws IOException {
    assertThat(read("a A 192.0.2.1\rb A 192.0.2.2\n").records())
        .containsExactly("a 60 A 192.0.2.1", "b 60 A 192.0.2.2");
  }

  @Test
  void backslashBeforeTheFinalDot_isOfTheLabel() throws IOException {
    assertThat(read("a PTR b\\\\.\n").records()).containsExactly("a 60 PTR b\\\\.");
  }

  @Test
  void nameOutsideTheZone_isLeftOut() throws IOException {
    MasterZones.Read read = read("www.example.net. A 192.0.2.1\n TXT x\nb A 192.0.2.2\n");

    assertThat(read.records()).containsExactly("b 60 A 192.0.2.2");
    assertThat(read.problems())
        .isEqualTo(
            """
            z.zone:5:1: warning: name www.example.net. is outside the zone example.com.: its records are left out
            www.example.net. A 192.0.2.1
            ^~~~~~~~~~~~~~~~
            """);
  }

  // BIND, NSD and Knot refuse it; served, it would deny all names of the zone.
  @Test
  void soaRecordOutsideTheZone_saysThatTheFileIsAnotherZones() throws IOException {
    MasterZones.Read read =
        zones()
            .read(
                """
                $TTL 60
                $ORIGIN example.net.
                @ 60 IN soa ns h 1 2 3 4 5
                @ NS ns
                a A 192.0.2.1
                """);

    assertThat(read.problems())
        .isEqualTo(
            """
            z.zone:3:1: error: the SOA record is that of example.net., not of the zone example.com.: the file is another zone's
            @ 60 IN soa ns h 1 2 3 4 5
            ^
            """);
  }

  @Test
  void recordOutsideTheZone_thatNamesSoa_isNoSoaRecord() throws IOException {
    MasterZones.Read read = read("www.example.net. CNAME soa\n");

    assertThat(read.problems())
        .isEqualTo(
            """
            z.zone:5:1: warning: name www.example.net. is outside the zone example.com.: its records are left out
            www.example.net. CNAME soa
            ^~~~~~~~~~~~~~~~
            """);
  }

  @Test
  void include_reachesTheFoldersThatAreAllowed(@TempDir Path other) throws IOException {
    Files.writeString(other.resolve("common.inc"), "x A 192.0.2.1\n");

    assertThat(zones().including(other).read(HEAD + "$INCLUDE common.inc\n").records())
        .containsExactly("x 60 A 192.0.2.1");
    assertThat(
            zones().including(other).read(HEAD + "$INCLUDE " + other + "/common.inc\n").records())
        .containsExactly("x 60 A 192.0.2.1");
  }
}
