package org.popdns.config.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.Zone;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.problem.ProblemPrinter;
import org.popdns.config.problem.ProblemPrinter.Colours;
import org.popdns.config.tree.SourceFile;
import org.popdns.name.DomainName;

/** Master files (RFC 1035 §5), in the shapes that other nameservers write them. */
class MasterFileTest {

  private static final DomainName ORIGIN = DomainName.parse("example.com.");

  private static final String HEAD =
      """
      $TTL 1h
      @ IN SOA ns hostmaster ( 2026010100 ; serial
          2h 15m 2w 5m )
        NS ns
      ns A 192.0.2.53
      """;

  @TempDir Path folder;

  @Test
  void rfc1035Example_equalsItsYaml() throws IOException {
    Zone master =
        zone(
            """
            $ORIGIN com.
            $TTL 3600
            example IN SOA ns1.example hostmaster.example (
                2026010100 7200 900 1209600 300 )
                    NS ns1.example
                    MX 10 mail.example.com.
            $ORIGIN example.com.
            ns1     A 192.0.2.53
            mail 60 IN A 192.0.2.25
                 IN 60 AAAA 2001:db8::25
            www     CNAME @
            txt     TXT "a;b" c "d e"
            \\042.x   A 192.0.2.9
            """,
            "example.com.zone");
    Zone yaml =
        yaml(
            """
            '':
              - {type: SOA, serial: 2026010100, mname: ns1.example.com., rname: hostmaster.example.com.}
              - {type: NS, value: ns1.example.com.}
              - {type: MX, value: {preference: 10, exchange: mail.example.com.}}
            ns1: {type: A, value: 192.0.2.53}
            mail:
              - {type: A, ttl: 60, value: 192.0.2.25}
              - {type: AAAA, ttl: 60, value: '2001:db8::25'}
            www: {type: CNAME, value: example.com.}
            txt: {type: TYPE16, value: '\\# 10 03613b62016303642065'}
            '*.x': {type: A, value: 192.0.2.9}
            """);

    assertThat(master.serial()).isEqualTo(yaml.serial()).isEqualTo(2026010100L);
    assertThat(ContentSerial.of(master.recordSets(), master.steering()))
        .isEqualTo(ContentSerial.of(yaml.recordSets(), yaml.steering()));
  }

  @Test
  void include_takesItsOwnOrigin_andGivesTheOldOneBack() throws IOException {
    write("hosts/list.inc", "$ORIGIN deep\na A 192.0.2.1\n");
    Zone zone = zone(HEAD + "$INCLUDE hosts/list.inc sub\nb A 192.0.2.2\n", "example.com.zone");

    assertThat(zone.recordSets().stream().map(set -> set.owner().toString()).distinct())
        .containsExactly(
            "example.com.", "b.example.com.", "ns.example.com.", "a.deep.sub.example.com.");
  }

  @Test
  void include_outsideTheFolder_isRefused() throws IOException {
    write("outside.inc", "a A 192.0.2.1\n");
    write("zones/example.com.zone", HEAD + "$INCLUDE ../outside.inc\n");

    assertThat(problems("zones/example.com.zone"))
        .isEqualTo(
            """
            example.com.zone:6:10: error: $INCLUDE reaches files in the zone file's folder and those of include-folders in popdns.yaml
            $INCLUDE ../outside.inc
                     ^~~~~~~~~~~~~~
            """);
  }

  @Test
  void include_throughALinkOutOfTheFolder_isRefused() throws IOException {
    write("outside.inc", "a A 192.0.2.1\n");
    write("zones/example.com.zone", HEAD + "$INCLUDE link.inc\n");
    Files.createSymbolicLink(
        folder.resolve("zones/link.inc"), folder.resolve("outside.inc").toAbsolutePath());

    assertThat(problems("zones/example.com.zone"))
        .contains("$INCLUDE reaches files in the zone file's folder and those of include-folders");
  }

  @Test
  void include_ofItself_isRefused() throws IOException {
    write("example.com.zone", HEAD + "$INCLUDE a.inc\n");
    write("a.inc", "$INCLUDE example.com.zone\n");

    assertThat(problems("example.com.zone"))
        .isEqualTo(
            """
            a.inc:1:10: error: the file includes itself
            $INCLUDE example.com.zone
                     ^~~~~~~~~~~~~~~~
            """);
  }

  @Test
  void ttl_leftOut_isTheLastStated_orTheMinimumOfTheSoaRecord() throws IOException {
    Zone zone =
        zone(
            """
            @ SOA ns hostmaster 1 2 3 4 55
            @ 77 NS ns
            ns A 192.0.2.53
            """,
            "example.com.zone");

    assertThat(zone.recordSets())
        .extracting(set -> set.ttlSeconds())
        .containsExactly(77L, 55L, 77L);
  }

  @Test
  void rootHints_areNoZone() throws IOException {
    MasterZones zones =
        new MasterZones(folder)
            .write(
                "root.zone",
                """
                ; what a resolver begins with
                .                        518400       NS    a.root-servers.example.
                a.root-servers.example.  518400       A     192.0.2.4
                """);

    assertThat(zones.readFile("root.zone", DomainName.ROOT).problems())
        .isEqualTo(
            """
            root.zone:1:1: error: the zone has no SOA record: write one with its primary nameserver and a mailbox, such as '@ 3600 IN SOA ns1. hostmaster. 1 7200 900 1209600 300'
            ; what a resolver begins with
            ^
            """);
  }

  @Test
  void soaRecord_thatIsBroken_isNotMissing() throws IOException {
    write(
        "example.com.zone", "@ 60 SOA ns hostmaster 1 7200 900 1209600\n@ 60 NS ns.example.net.\n");

    assertThat(problems("example.com.zone"))
        .isEqualTo(
            """
            example.com.zone:1:6: error: SOA minimum is missing: 6 of 7 fields are there
            @ 60 SOA ns hostmaster 1 7200 900 1209600
                 ^~~
            """);
  }

  private Zone zone(String text, String file) throws IOException {
    return new MasterZones(folder).write(file, text).readFile(file).right();
  }

  private Zone yaml(String text) throws IOException {
    write("yaml", text);
    ProblemLog log = new ProblemLog();
    FileProblems problems = SourceFile.read(folder.resolve("yaml"), log).orElseThrow();
    Zone zone = assemble(ZoneYaml.read(problems, List.of(), ORIGIN, ZoneYaml.Settings.DEFAULT));
    assertThat(log.hasErrors()).as(new ProblemPrinter(Colours.OFF).print(log.sorted())).isFalse();
    return zone;
  }

  private String problems(String file) throws IOException {
    return new MasterZones(folder).readFile(file).problems();
  }

  private static Zone assemble(ZoneRecords records) {
    return new ZoneAssembly(Optional.empty(), Optional.empty()).assemble(records).orElseThrow();
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.resolveSibling("."));
    Files.writeString(path, text);
  }
}
