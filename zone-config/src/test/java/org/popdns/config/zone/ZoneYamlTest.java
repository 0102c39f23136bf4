package org.popdns.config.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.PackedRecordSets;
import org.popdns.config.model.RecordSet;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Location;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.problem.SourceText;
import org.popdns.config.tree.SourceFile;
import org.popdns.name.DomainName;

final class ZoneYamlTest {

  private static final DomainName ORIGIN = DomainName.parse("example.com.");

  @TempDir private Path folder;

  private final ProblemLog log = new ProblemLog();

  /** The record sets of files in octoDNS's format, the first and the others of a split zone. */
  private PackedRecordSets zone(String... texts) throws IOException {
    Files.writeString(folder.resolve("other"), "{type: A, value: 192.0.2.200}\n");
    for (int i = 0; i < texts.length; i++) {
      Files.writeString(folder.resolve("file-" + i + ".yaml"), texts[i]);
    }
    FileProblems first = read(0);
    List<SourceText> further =
        Stream.iterate(1, i -> i < texts.length, i -> i + 1).map(i -> read(i).source()).toList();
    ZoneRecords records = ZoneYaml.read(first, further, ORIGIN, ZoneYaml.Settings.DEFAULT);
    return new ZoneAssembly(Optional.empty(), Optional.of(1L))
        .assemble(records)
        .orElseThrow()
        .recordSets();
  }

  private FileProblems read(int number) {
    return SourceFile.read(folder.resolve("file-" + number + ".yaml"), log).orElseThrow();
  }

  private List<String> problems() {
    return log.sorted().stream().map(ZoneYamlTest::shown).toList();
  }

  private static String shown(Problem problem) {
    Location.Token at = (Location.Token) problem.location();
    return at.position().file().getFileName()
        + ":"
        + at.position().line()
        + ":"
        + at.position().column()
        + ": "
        + problem.message();
  }

  private static List<String> places(PackedRecordSets sets) {
    return Stream.iterate(0, i -> i < sets.size(), i -> i + 1)
        .map(sets::get)
        .map(
            set ->
                set.owner()
                    + " "
                    + set.position().file().getFileName()
                    + ":"
                    + set.position().line()
                    + ":"
                    + set.position().column())
        .toList();
  }

  @Test
  void sets_knowTheFileThatTheyStandIn() throws IOException {
    PackedRecordSets sets =
        zone(
            "# the zone\n'': {type: NS, value: ns.example.net.}\nwww: !include other\n",
            "a: {type: A, value: 192.0.2.1}\n",
            "\nb:\n- type: A\n  value: 192.0.2.2\n- type: TXT\n  value: b\n");

    assertThat(problems()).isEmpty();
    assertThat(places(sets))
        .containsExactly(
            "example.com. file-0.yaml:2:12",
            "example.com. file-0.yaml:1:1",
            "a.example.com. file-1.yaml:1:11",
            "b.example.com. file-2.yaml:3:9",
            "b.example.com. file-2.yaml:5:9",
            "www.example.com. other:1:8");
  }

  @Test
  void setsOfOneOwnerAndType_areRefused_whereverTheyStand() throws IOException {
    zone(
        "'': {type: NS, value: ns.example.net.}\n"
            + "x: &x {type: A, value: 192.0.2.1}\n"
            + "list: [*x, *x]\n"
            + "other: [{type: A, value: 192.0.2.1}, {type: TXT, value: t},"
            + " {type: A, value: 192.0.2.2}]\n"
            + "X: {type: TXT, value: t}\n",
        "other: {type: A, value: 192.0.2.3}\n");

    assertThat(problems())
        .containsExactly(
            "file-0.yaml:2:14: the A records of list.example.com. stand in line 2 already",
            "file-0.yaml:4:68: the A records of other.example.com. stand in line 4 already",
            "file-0.yaml:5:1: the name X.example.com. stands in line 2 already",
            "file-1.yaml:1:15: the A records of other.example.com. stand in line 4 of file-0.yaml"
                + " already");
  }

  @Test
  void whatIsSaidLater_isSaidAtTheTokenThatItIsAbout() throws IOException {
    zone(
        "'': {type: NS, values: [ns.example.net., a.example.com.]}\n",
        """
        below.alias: {type: A, value: 192.0.2.1}
        alias: {type: DNAME, value: example.net.}
        mail:
          type: MX
          values:
          - {preference: 10, exchange: mail.example.net.}
          - preference: 20
            exchange: missing.example.com.
        """);

    assertThat(problems())
        .containsExactly(
            "file-0.yaml:1:42: NS names a.example.com., which does not exist",
            "file-1.yaml:1:21: nobody sees these A records: the DNAME alias.example.com. in line 2"
                + " hides them",
            "file-1.yaml:8:15: MX names missing.example.com., which does not exist");
  }

  @Test
  void sameValueTwice_countsOnce_inListsOfAnyLength() throws IOException {
    StringBuilder values = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      values
          .append("  - Host-")
          .append(i % 20)
          .append(i < 20 ? ".example.net.\n" : ".EXAMPLE.net.\n");
    }
    PackedRecordSets sets = zone("'':\n  type: NS\n  values:\n" + values);

    assertThat(((RecordSet.Static) sets.get(0)).rdata()).hasSize(20);
    assertThat(problems())
        .hasSize(20)
        .first()
        .isEqualTo("file-0.yaml:24:5: the same NS value stands in line 4 already; it counts once");
  }

  @Test
  void ttlsOfMoreThanAWeek_areOneWarning() throws IOException {
    zone(
        """
        '': {type: NS, value: ns.example.net.}
        a: {type: A, ttl: 604801, value: 192.0.2.1}
        b: {type: A, ttl: 604800, value: 192.0.2.1}
        c: {type: A, ttl: 700000, value: 192.0.2.1}
        d: {type: A, ttl: 700000, value: 192.0.2.1}
        """);

    assertThat(problems())
        .containsExactly(
            "file-0.yaml:2:11: TTL 604801 is longer than a week, which caches cut it to; so is that"
                + " of 2 more record sets");
  }
}
