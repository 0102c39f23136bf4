package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands of {@code popdns zone} print and return. */
class ZoneCommandTest {

  @TempDir private Path folder;
  private ExampleFiles files;

  /** Made by JUnit, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  ZoneCommandTest() {}

  @BeforeEach
  void write() throws IOException {
    files = ExampleFiles.in(folder);
    files.write("zones/org.zone", "$TTL 60\n@ SOA a.net. b.net. 9 1 1 1 1\n@ NS a.net.\n");
  }

  @Test
  void list_hasEveryZoneWithItsFile() {
    assertThat(run("list"))
        .isEqualTo(
            new CommandRun(
                0,
                """
                ZONE          SERIAL  RRSETS  FILE
                example.com.  7       5       %1$s/zones/example.com.yaml
                org.          9       2       %1$s/zones/org.zone
                """
                    .formatted(folder),
                ""));
  }

  @Test
  void list_asJson() {
    assertThat(run("list", "-o", "json"))
        .isEqualTo(
            new CommandRun(
                0,
                """
                [ {
                  "origin" : "example.com.",
                  "serial" : 7,
                  "recordSets" : 5,
                  "file" : "%1$s/zones/example.com.yaml"
                }, {
                  "origin" : "org.",
                  "serial" : 9,
                  "recordSets" : 2,
                  "file" : "%1$s/zones/org.zone"
                } ]
                """
                    .formatted(folder),
                ""));
  }

  @Test
  void show_hasTheMembersOfClusters() {
    assertThat(run("show", "Example.com"))
        .isEqualTo(
            new CommandRun(
                0,
                """
                example.com.           3600  NS     ns1.example.net.
                example.com.           3600  NS     ns2.example.net.
                example.com.           3600  SOA    ns1.example.net. hostmaster.example.com. 7 7200 900 1209600 300
                images.example.com.      60  A      cluster images
                                                      east: 192.0.2.1 192.0.2.2
                                                      west: 192.0.2.101
                images.example.com.      60  AAAA   cluster images
                                                      east: 2001:db8::2
                                                      west: none
                www.example.com.        300  A      192.0.2.80
                www.example.com.        300  A      192.0.2.81
                """,
                ""));
  }

  @Test
  void show_forOneSite_hasItsMembersAlone() {
    assertThat(run("show", "example.com.", "--site", "west").out())
        .contains(
            """
            images.example.com.      60  A      cluster images
                                                  west: 192.0.2.101
            images.example.com.      60  AAAA   cluster images
                                                  west: none
            www.example.com.\
            """);
  }

  @Test
  void zone_isNamedAsPeopleWriteIt() throws IOException {
    files.write("zones/käse.zone", "$TTL 60\n@ SOA a.net. b.net. 9 1 1 1 1\n@ NS a.net.\n");
    assertThat(run("show", "käse").out())
        .isEqualTo(run("show", "xn--kse-qla.").out())
        .contains("xn--kse-qla.");
    assertThat(run("export", "Käse.").out()).startsWith("$ORIGIN xn--kse-qla.\n");
    assertThat(run("list").out())
        .contains("\nxn--kse-qla. (käse.)  9       2       " + folder + "/zones/käse.zone\n");
    assertThat(run("list", "-o", "json").out()).contains("\"origin\" : \"xn--kse-qla.\",");
  }

  @Test
  void show_unknownZone_suggestsOne() {
    assertThat(run("show", "exmaple.com"))
        .isEqualTo(
            new CommandRun(
                1, "", "popdns: error: no zone exmaple.com.; did you mean example.com.?\n"));
  }

  @Test
  void export_isAMasterFileOfTheSite() {
    assertThat(run("export", "example.com", "--site", "west"))
        .isEqualTo(
            new CommandRun(
                0,
                """
                $ORIGIN example.com.
                @        3600 IN SOA   ns1.example.net. hostmaster.example.com. 7 7200 900 1209600 300
                @        3600 IN NS    ns1.example.net.
                @        3600 IN NS    ns2.example.net.
                ; cluster images: all addresses at west
                images     60 IN A     192.0.2.101
                ; cluster images: all addresses at east
                images     60 IN AAAA  2001:db8::2
                www       300 IN A     192.0.2.80
                www       300 IN A     192.0.2.81
                """,
                ""));
    assertThat(run("export", "example.com", "--site", "west", "--zonefile"))
        .isEqualTo(run("export", "example.com", "--site", "west"));
  }

  @Test
  void export_ofClusters_withoutASite_isRefused() {
    assertThat(run("export", "example.com"))
        .isEqualTo(
            new CommandRun(
                1,
                "",
                "popdns: error: the addresses of cluster images differ from site to site:"
                    + " say with --site whose to export\n"));
  }

  @Test
  void export_asOctodns() {
    assertThat(run("export", "example.com", "--octodns", "--site", "west"))
        .isEqualTo(
            new CommandRun(
                0,
                """
                ---
                # SOA is not octoDNS's: ns1.example.net. hostmaster.example.com. 7 7200 900 1209600 300
                ? ""
                : ttl: 3600
                  type: NS
                  values:
                  - ns1.example.net.
                  - ns2.example.net.
                images:
                - octodns:
                    popdns:
                      cluster: images
                  ttl: 60
                  type: A
                  value: 192.0.2.101
                - octodns:
                    popdns:
                      cluster: images
                  ttl: 60
                  type: AAAA
                  value: "2001:db8::2"
                www:
                  ttl: 300
                  type: A
                  values:
                  - 192.0.2.80
                  - 192.0.2.81
                """,
                ""));
  }

  @Test
  void export_ofWhatOctodnsCannotRead_namesIt_andWritesTheRest() throws IOException {
    files.write(
        "zones/org.zone", "$TTL 60\n@ SOA a.net. b.net. 9 1 1 1 1\n@ NS a.net.\nb HINFO x y\n");

    assertThat(run("export", "org", "--octodns"))
        .isEqualTo(
            new CommandRun(
                0,
                """
                ---
                # SOA is not octoDNS's: a.net. b.net. 9 1 1 1 1
                ? ""
                : ttl: 60
                  type: NS
                  value: a.net.
                # b.org. HINFO is left out: octoDNS has no such type
                #   b.org. 60 HINFO "x" "y"
                """,
                "b.org. HINFO is left out: octoDNS has no such type\n"));
  }

  @Test
  void export_asPopdns_readsBackAsTheSame() throws IOException {
    CommandRun run = run("export", "example.com", "--popdns");
    ExampleFiles again = ExampleFiles.in(folder.resolve("again"));
    again.write("zones/example.com.yaml", run.out());
    files.write("zones/org.zone", "");
    again.write("zones/org.zone", "");
    String listed = "zones: [{origin: example.com., file: zones/example.com.yaml}]";
    files.write("popdns.yaml", ExampleFiles.SERVER.replace("zones: zones/", listed));
    again.write("popdns.yaml", ExampleFiles.SERVER.replace("zones: zones/", listed));

    assertThat(CommandRun.of("diff", files.server(), again.server()))
        .isEqualTo(new CommandRun(0, "", ""));
  }

  @Test
  void export_inTwoFormats_isWrongUsage() {
    CommandRun run = run("export", "example.com", "--popdns", "--octodns");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "Error: --octodns, --popdns are mutually exclusive (specify only one)\n"
                + "Usage: popdns zone export ");
  }

  @Test
  void withoutACommand_isWrongUsage() {
    CommandRun run = CommandRun.of("zone");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("which command? list, show or export\nUsage: popdns zone ");
  }

  private CommandRun run(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "zone";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--config";
    all[arguments.length + 2] = files.server();
    return CommandRun.of(all);
  }
}
