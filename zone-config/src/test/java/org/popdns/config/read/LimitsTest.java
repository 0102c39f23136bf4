package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.problem.ProblemPrinter;
import org.popdns.config.problem.ProblemPrinter.Colours;
import org.popdns.config.read.ConfigurationLoader.Overrides;

/** Files that are large or deep, by malice or by accident, are read or refused in bounded time. */
class LimitsTest {

  private static final int MEBIBYTE = 1 << 20;
  private static final String APEX = "'': {type: NS, value: ns.example.org.}\n";
  private static final String MASTER_APEX =
      """
      $TTL 60
      @ SOA a b 1 7200 900 1209600 300
        NS ns.example.org.
      """;

  // Generous: what these tests guard against takes minutes.
  private static final Duration LONGEST = Duration.ofSeconds(60);

  @TempDir Path folder;

  @BeforeEach
  void server() throws IOException {
    Files.createDirectory(folder.resolve("zones"));
    Files.writeString(folder.resolve("popdns.yaml"), "listen: 127.0.0.1\nzones: zones\n");
  }

  @Test
  void clustersFileOf64Mebibytes_isRefused() throws IOException {
    Files.writeString(
        folder.resolve("popdns.yaml"), "{listen: 127.0.0.1, zones: [], clusters: c.yaml}");
    assertThat(shown("c.yaml", "#".repeat(64 * MEBIBYTE)))
        .startsWith("popdns.yaml:1:42: error: c.yaml is 64 MiB long, at most 32 are read\n");
  }

  @Test
  void masterFileOf257Mebibytes_isRefused() throws IOException {
    Path file = folder.resolve("zones/example.com.zone");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(257L * MEBIBYTE);
    }
    LoadResult result =
        new ConfigurationLoader(Map.of(), () -> "host")
            .load(folder.resolve("popdns.yaml"), ConfigurationLoader.Overrides.NONE);
    assertThat(new ProblemPrinter(Colours.OFF).print(result.problems()).replace(folder + "/", ""))
        .isEqualTo(
            "zones/example.com.zone: error: is 269484032 bytes long, at most 268435456 are read"
                + " (zone-file-limit: 256MiB in popdns.yaml)\n");
  }

  @Test
  void zoneFileLimit_holdsForZonesInBothFormats_andForWhatTheyInclude() throws IOException {
    Files.writeString(
        folder.resolve("popdns.yaml"), "listen: 127.0.0.1\nzones: zones\nzone-file-limit: 1KiB\n");
    Files.writeString(folder.resolve("zones/a.example.zone"), MASTER_APEX + "$INCLUDE long.inc\n");
    Files.writeString(folder.resolve("zones/b.example.zone"), MASTER_APEX + ";".repeat(1024));
    Files.writeString(folder.resolve("zones/c.example.yaml"), APEX + "#".repeat(1024));
    Files.writeString(folder.resolve("zones/d.example.yaml"), APEX + "a: !include long.inc\n");
    Files.writeString(folder.resolve("zones/e.example.yaml"), APEX + "#".repeat(985));
    Files.writeString(folder.resolve("zones/long.inc"), ";".repeat(1025));
    String tooLong = " bytes long, at most 1024 are read (zone-file-limit: 1KiB in popdns.yaml)\n";

    assertThat(shown("clusters.yaml", "#".repeat(2000)))
        .isEqualTo(
            "zones/b.example.zone: error: is 1086"
                + tooLong
                + "zones/c.example.yaml: error: is 1063"
                + tooLong
                + """
                zones/d.example.yaml:2:4: error: cannot include 'long.inc'
                a: !include long.inc
                   ^~~~~~~~~~~~~~~~~
                """
                + "zones/long.inc: error: is 1025"
                + tooLong);
  }

  @Test
  void wordOf16Mebibytes_isRefusedInBoundedTime() throws IOException {
    String word = "x".repeat(16 * MEBIBYTE);

    assertThat(shown("zones/example.com.yaml", APEX + "a: {type: TXT, value: " + word + "}\n"))
        .startsWith("zones/example.com.yaml:2:23: error: TXT record is longer than 65535 bytes\n");
  }

  @Test
  void tenLevelsOfNesting_areRead() throws IOException {
    String nested = "[".repeat(9) + "]".repeat(9);

    assertThat(shown("zones/example.com.yaml", APEX + "a: {type: A, value: " + nested + "}\n"))
        .startsWith(
            "zones/example.com.yaml:2:22: error: A record must be an IPv4 address, not a list\n");
  }

  @Test
  void bracketsWithoutEnd_areRefused() throws IOException {
    assertThat(shown("zones/example.com.yaml", "[".repeat(4 * MEBIBYTE)))
        .startsWith("zones/example.com.yaml:1:21: error: nested more than 20 levels deep\n");
  }

  @Test
  void millionsOfValuesThatAreNone_areRefusedInBoundedTime() throws IOException {
    assertThat(shown("zones/example.com.yaml", "a: [" + "x,".repeat(2 * MEBIBYTE) + "]\n"))
        .startsWith(
            """
            zones/example.com.yaml: error: 2096152 more problems are left out
            zones/example.com.yaml:1:5: error: record must be a mapping, not 'x'
            """);
  }

  @Test
  void chainOfCnames_isFollowedInBoundedTime() throws IOException {
    StringBuilder zone = new StringBuilder(MASTER_APEX);
    for (int i = 0; i < 100_000; i++) {
      zone.append("h").append(i).append(" CNAME h").append(i + 1).append('\n');
    }
    assertThat(shown("zones/example.com.zone", zone.toString()))
        .startsWith("zones/example.com.zone: warning: 98")
        .contains(" more problems are left out\n");
  }

  @Test
  void masterRecordOfMillionsOfWords_isRefused() throws IOException {
    assertThat(shown("zones/example.com.zone", MASTER_APEX + "a TXT " + "x ".repeat(MEBIBYTE)))
        .startsWith("zones/example.com.zone:4:80004: error: more than 40000 words in one record\n");
  }

  @Test
  void pipe_isRefused_ratherThanWaitedFor() throws Exception {
    Path pipe = folder.resolve("zones/example.com.yaml");
    Process process = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assertThat(process.waitFor()).isZero();

    assertThat(shown()).isEqualTo("zones/example.com.yaml: error: is not a regular file\n");
  }

  private String shown(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
    return shown();
  }

  private String shown() {
    LoadResult result =
        Assertions.assertTimeout(
            LONGEST,
            () ->
                new ConfigurationLoader(Map.of(), () -> "this-host")
                    .load(folder.resolve("popdns.yaml"), Overrides.NONE));
    return new ProblemPrinter(Colours.OFF)
        .print(result.problems())
        .replace(folder + folder.getFileSystem().getSeparator(), "");
  }
}
