package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.BrokenZone;
import org.popdns.config.model.BrokenZone.Answer;
import org.popdns.config.model.Zone;
import org.popdns.config.problem.ProblemPrinter;
import org.popdns.config.problem.ProblemPrinter.Colours;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.config.source.DiskFiles;
import org.popdns.name.DomainName;

/** What is left to serve when one file is wrong. */
class SalvageTest {

  private static final String GOOD =
      "$TTL 60\n@ SOA ns1 h 1 7200 900 1209600 300\n@ NS ns1\nns1 A 192.0.2.53\n";

  @TempDir Path folder;

  @BeforeEach
  void oneGoodZoneAndABadOne() throws IOException {
    write("popdns.yaml", "listen: 192.0.2.53\nzones: zones\n");
    write("zones/good.example.zone", GOOD);
    write("zones/bad.example.zone", GOOD + "x A 192.0.2.300\n");
  }

  @Test
  void brokenZone_isNamedWithItsReason_andTheOthersAreLeft() {
    LoadResult result = load();

    assertThat(result.configuration()).isEmpty();
    assertThat(result.salvage())
        .hasValueSatisfying(
            salvage -> {
              assertThat(salvage.zones())
                  .extracting(Zone::origin)
                  .containsExactly(DomainName.parse("good.example."));
              assertThat(salvage.failed())
                  .containsExactly(
                      new BrokenZone(
                          DomainName.parse("bad.example."),
                          folder.resolve("zones/bad.example.zone")
                              + ":5:5: A record must be an IPv4 address, not '192.0.2.300'",
                          Answer.SERVFAIL));
            });
  }

  @Test
  void brokenMainFile_leavesNothing() throws IOException {
    write("popdns.yaml", "listen: 192.0.2.53\nzones: zones\nlisten-more: 1\n");

    assertThat(load().salvage()).isEmpty();
  }

  @Test
  void rightFiles_needNoSalvage() throws IOException {
    write("zones/bad.example.zone", GOOD);

    assertThat(load().configuration()).isPresent();
    assertThat(load().salvage()).isEmpty();
  }

  @Test
  void twoFilesOfAZone_breakThatZoneAlone() throws IOException {
    write("zones/bad.example.zone", GOOD);
    write("zones/bad.example.yaml", "www: {type: A, value: 192.0.2.1}\n");

    LoadResult result = load();

    assertThat(result.configuration()).isEmpty();
    assertThat(shown(result))
        .isEqualTo(
            "zones/bad.example.zone: error: holds the zone bad.example., which is in"
                + " zones/bad.example.yaml already\n");
    assertThat(origins(result)).containsExactly("good.example.");
    assertThat(result.salvage().orElseThrow().broken())
        .extracting(zone -> zone.origin() + " " + plain(zone.reason()))
        .containsExactly(
            "bad.example. zones/bad.example.zone: holds the zone bad.example., which is in"
                + " zones/bad.example.yaml already");
    assertThat(result.files().all())
        .contains(folder.resolve("zones/bad.example.zone"))
        .contains(folder.resolve("zones/bad.example.yaml"));
  }

  @Test
  void threeFilesOfAZone_areAllNamed() throws IOException {
    write("zones/bad.example.zone", GOOD);
    write("zones/BAD.example.zone", GOOD);
    write("zones/bad.example./www.yaml", "www: {type: A, value: 192.0.2.1}\n");

    LoadResult result = load();

    assertThat(shown(result))
        .isEqualTo(
            "zones/bad.example./www.yaml: error: holds the zone bad.example., which is in"
                + " zones/BAD.example.zone already\n"
                + "zones/bad.example.zone: error: holds the zone bad.example., which is in"
                + " zones/BAD.example.zone already\n");
    assertThat(result.salvage().orElseThrow().broken()).hasSize(1);
    assertThat(origins(result)).containsExactly("good.example.");
  }

  @Test
  void fileWhoseNameIsNoZones_isLeftOut() throws IOException {
    write("zones/bad.example.zone", GOOD);
    write("zones/exa..mple.zone", GOOD);
    write("zones/example com.zone", GOOD);

    LoadResult result = load();

    assertThat(result.configuration()).isEmpty();
    assertThat(origins(result)).containsExactly("bad.example.", "good.example.");
    assertThat(result.salvage().orElseThrow().broken()).isEmpty();
    assertThat(result.salvage().orElseThrow().leftOut())
        .extracting(file -> plain(file.file() + "|" + file.reason()))
        .containsExactly(
            "zones/exa..mple.zone|zones/exa..mple.zone: the file's name is not a zone's:"
                + " 'exa..mple' has an empty label",
            "zones/example com.zone|zones/example com.zone: the file's name is not a zone's:"
                + " 'example com' has a space, control or non-ASCII character: write it as \\DDD or"
                + " in Punycode");
    assertThat(result.files().all()).contains(folder.resolve("zones/exa..mple.zone"));
  }

  @Test
  void folderOfAZoneThatMayNotBeRead_breaksThatZoneAlone() throws IOException {
    write("zones/bad.example.zone", GOOD);
    write("zones/closed.example./www.yaml", "www: {type: A, value: 192.0.2.1}\n");
    write("zones/lost+found/x", "");

    LoadResult result =
        new ConfigurationLoader(
                Map.of(),
                () -> "host",
                new DiskFiles() {
                  @Override
                  public List<Path> list(Path path) throws IOException {
                    if (path.endsWith("closed.example.") || path.endsWith("lost+found")) {
                      throw new AccessDeniedException(path.toString());
                    }
                    return super.list(path);
                  }
                })
            .load(folder.resolve("popdns.yaml"), Overrides.NONE);

    assertThat(shown(result))
        .isEqualTo("zones/closed.example.: error: cannot be read: permission denied\n");
    assertThat(result.salvage().orElseThrow().broken())
        .extracting(zone -> zone.origin() + " " + plain(zone.reason()))
        .containsExactly(
            "closed.example. zones/closed.example.: cannot be read: permission denied");
    assertThat(origins(result)).containsExactly("bad.example.", "good.example.");
  }

  @Test
  void strict_breaksTheZoneThatDrawsTheWarning() throws IOException {
    write("popdns.yaml", "listen: 192.0.2.53\nzones: zones\nstrict: true\n");
    write("zones/bad.example.zone", GOOD + "www CNAME no\n");

    LoadResult result = load();

    assertThat(shown(result))
        .isEqualTo(
            """
            popdns.yaml:3:9: error: there is a warning, which counts as an error here
            strict: true
                    ^~~~
            zones/bad.example.zone:5:5: warning: the CNAME leads to no.bad.example., which does not exist
            www CNAME no
                ^~~~~
            """);
    assertThat(result.salvage().orElseThrow().broken())
        .extracting(zone -> zone.origin() + " " + plain(zone.reason()))
        .containsExactly(
            "bad.example. zones/bad.example.zone:5:5: the CNAME leads to no.bad.example., which"
                + " does not exist (a warning, which counts: strict)");
    assertThat(origins(result)).containsExactly("good.example.");
  }

  @Test
  void strict_withAWarningOfNoZone_leavesNothing() throws IOException {
    write("popdns.yaml", "listen: 192.0.2.53\nzones: zones\nstrict: true\n");
    write("zones/bad.example.zone", GOOD);
    write("zones/notes", "");
    assertThat(load().configuration()).isEmpty();
    assertThat(load().salvage()).isEmpty();

    Files.delete(folder.resolve("zones/notes"));
    write("zones/in.good.example.zone", GOOD);
    assertThat(load().configuration()).isEmpty();
    assertThat(load().salvage()).isEmpty();
  }

  private static List<String> origins(LoadResult result) {
    return result.salvage().orElseThrow().zones().stream()
        .map(zone -> zone.origin().toString())
        .toList();
  }

  private String shown(LoadResult result) {
    return plain(new ProblemPrinter(Colours.OFF).print(result.problems()));
  }

  private String plain(String text) {
    return text.replace(folder + "/", "");
  }

  private LoadResult load() {
    return new ConfigurationLoader(Map.of(), () -> "host")
        .load(folder.resolve("popdns.yaml"), Overrides.NONE);
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.resolveSibling("."));
    Files.writeString(path, text);
  }
}
