package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.health.probe.icmp.EchoPermission;

/** What {@code popdns check} prints and returns. */
class CheckCommandTest {

  @TempDir private Path folder;
  private ExampleFiles files;

  /** Made by JUnit, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  CheckCommandTest() {}

  @BeforeEach
  void write() throws IOException {
    files = ExampleFiles.in(folder);
  }

  @Test
  void valid_isCounted() {
    assertThat(CommandRun.of("check", "--config", files.server()))
        .isEqualTo(
            new CommandRun(
                0,
                files.server() + " is valid; zones: 1, record sets: 5, clusters: 1, sites: 2\n",
                ""));
  }

  @Test
  void checkByIcmp_isTakenWithANote_whereTheKernelRefusesEchoes() throws IOException {
    files.write(
        "clusters.yaml",
        ExampleFiles.CLUSTERS.replace("http: {port: 80, path: /healthz}", "icmp: {}"));
    String note =
        EchoPermission.obstacle()
            .map(why -> "note: here and now " + why + " (check web)\n")
            .orElse("");

    assertThat(CommandRun.of("check", "--strict", "--config", files.server()))
        .isEqualTo(
            new CommandRun(
                0,
                files.server() + " is valid; zones: 1, record sets: 5, clusters: 1, sites: 2\n",
                note));
  }

  @Test
  void valid_asJson_isAnEmptyArray() {
    assertThat(CommandRun.of("check", "--config", files.server(), "-o", "json"))
        .isEqualTo(new CommandRun(0, "[]\n", ""));
  }

  @Test
  void warning_countsWithStrict() throws IOException {
    files.write(
        "zones/example.com.yaml", ExampleFiles.ZONE + "x: {type: CNAME, value: y.example.com.}\n");

    CommandRun lenient = CommandRun.of("check", "--config", files.server());
    CommandRun strict = CommandRun.of("check", "--strict", "--config", files.server());

    assertThat(lenient.exitCode()).isZero();
    assertThat(strict.exitCode()).isOne();
    assertThat(strict.err())
        .startsWith(lenient.err())
        .endsWith("popdns: error: there is a warning, which counts with --strict\n");
  }

  @Test
  void warningAboutPlaces_countsWhereTheFilesAreStrict() throws IOException {
    files.write(
        "zones/example.com.yaml",
        ExampleFiles.ZONE
            + """
            geo:
              type: A
              value: 192.0.2.250
              dynamic:
                pools: {all: {values: [{value: 192.0.2.21}]}}
                rules: [{geos: [EU], pool: all}, {pool: all}]
            """);
    CommandRun lenient = CommandRun.of("check", "--config", files.server());
    assertThat(lenient.exitCode()).isZero();
    assertThat(lenient.err()).contains("warning: nothing says in which country a client is");

    files.write("popdns.yaml", ExampleFiles.SERVER + "strict: true\n");
    CommandRun strict = CommandRun.of("check", "--config", files.server());
    assertThat(strict.exitCode()).isOne();
    assertThat(strict.err())
        .isEqualTo(
            lenient.err() + "popdns: error: there is a warning, which counts with strict: true\n");
  }

  @Test
  void note_isShown_andDoesNotCountWithStrict() throws IOException {
    files.write("zones/README.md", "");
    String valid = " is valid; zones: 1, record sets: 5, clusters: 1, sites: 2\n";
    String message = "is not read, as its name begins with README";

    assertThat(CommandRun.of("check", "--strict", "--config", files.server()))
        .isEqualTo(
            new CommandRun(
                0, files.server() + valid, folder + "/zones/README.md: note: " + message + "\n"));
    assertThat(CommandRun.of("check", "--strict", "--config", files.server(), "-o", "json"))
        .isEqualTo(
            new CommandRun(
                0,
                "[{\"severity\":\"note\",\"file\":\"%s/zones/README.md\",\"message\":\"%s\"}]\n"
                    .formatted(folder, message),
                ""));
  }

  @Test
  void zonesThatAreTooLarge_areAllNamed() throws IOException {
    StringBuilder zone =
        new StringBuilder("$TTL 60\n@ SOA n. h. 1 7200 900 1209600 300\n@ NS n.\n");
    for (int i = 0; i < 4060; i++) {
      zone.append("a A 10.0.").append(i >> 8).append('.').append(i & 255).append('\n');
    }
    files.write("zones/a.example.zone", zone.toString());
    files.write("zones/b.example.zone", zone.toString());

    CommandRun run = CommandRun.of("check", "--config", files.server());

    assertThat(run.exitCode()).isOne();
    assertThat(run.err())
        .endsWith(
            """
            popdns: error: zone b.example.: the answer for a.b.example. takes 64960 bytes, more than a message holds
            popdns: error: zone a.example.: the answer for a.a.example. takes 64960 bytes, more than a message holds
            """);
  }

  @Test
  void invalid_isShownOnStandardError() throws IOException {
    files.write("clusters.yaml", ExampleFiles.CLUSTERS.replace("check: web", "check: wbe"));

    assertThat(CommandRun.of("check", "--config", files.server()))
        .isEqualTo(
            new CommandRun(
                1,
                "",
                """
                %s/clusters.yaml:5:12: error: unknown check 'wbe'; did you mean 'web'?
                    check: wbe
                           ^~~
                """
                    .formatted(folder)));
  }

  @Test
  void invalid_asJson_isAnArrayOnStandardOutput() throws IOException {
    files.write("clusters.yaml", ExampleFiles.CLUSTERS.replace("check: web", "check: wbe"));

    assertThat(CommandRun.of("check", "--config", files.server(), "-o", "json"))
        .isEqualTo(
            new CommandRun(
                1,
                "[{\"severity\":\"error\",\"file\":\"%s/clusters.yaml\",\"line\":5,\"column\":12,\"endColumn\":15,\"message\":\"unknown check 'wbe'\",\"suggestion\":\"web\"}]\n"
                    .formatted(folder),
                ""));
  }
}
