package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlanCommandTest {

  @TempDir Path folder;

  /** Made by JUnit, which fills the field. */
  @SuppressWarnings("NullAway.Init")
  PlanCommandTest() {}

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("zones"));
    Files.writeString(
        folder.resolve("popdns.yaml"),
        "listen: 127.0.0.1\nzones: zones\nclusters: clusters.yaml\n");
    Files.writeString(
        folder.resolve("zones/example.com.yaml"),
        """
        '': {type: NS, values: [ns1.example.net.]}
        www: {type: A, cluster: www}
        api: {type: A, cluster: api}
        geo:
          type: A
          value: 192.0.2.250
          dynamic:
            pools:
              near: {fallback: far, values: [{value: 192.0.2.31}, {value: 192.0.2.32, status: down}]}
              far: {values: [{value: 192.0.2.33}]}
            rules: [{pool: near}]
          octodns: {popdns: {pools: {near: {capacity: 200}, far: {capacity: 500}}}}
        """);
    clusters(100, 100);
  }

  private void clusters(int capacity, int other) throws IOException {
    Files.writeString(
        folder.resolve("clusters.yaml"),
        """
        sites:
          a: {fallback: [b]}
          b: {fallback: [a]}
          c: {fallback: [a, b]}
          d:
        checks:
          web: {tcp: {port: 80}}
        clusters:
          www:
            check: web
            capacity: {a: %d, b: %d, c: 100}
            load: {a: 30, b: 30, c: 10, d: 0}
            members: {a: 192.0.2.11, b: 192.0.2.12, c: 192.0.2.13, d: 192.0.2.14}
          api:
            check: web
            members: {a: 192.0.2.21}
        """
            .formatted(capacity, other));
  }

  private CommandRun plan(String... options) {
    String[] all = new String[options.length + 3];
    all[0] = "plan";
    all[1] = "--config";
    all[2] = folder.resolve("popdns.yaml").toString();
    System.arraycopy(options, 0, all, 3, options.length);
    return CommandRun.of(all);
  }

  @Test
  void losses_areTold_withoutPairsThatHurtNobody() {
    assertThat(plan("www").out())
        .isEqualTo(
            """
            www:
              LOST     ITS LOAD GOES TO  FULLEST   BEYOND 70 %
              nothing  a 30, b 30, c 10  a 30.0 %  -
              a        b 30              b 60.0 %  -
              b        a 30              a 60.0 %  -
              c        a 10              a 40.0 %  -
              d        -                 a 30.0 %  -
              a, b     nobody 60         c 10.0 %  -
            5 other pairs leave nobody beyond 70 %
            """);
  }

  @Test
  void dynamicRecord_losesPools_andHostsThatAreSetDownDoNotCarry() {
    assertThat(plan("geo.example.com. A", "--threshold", "0%").out())
        .isEqualTo(
            """
            geo.example.com. A:
              LOST       ITS LOAD GOES TO   FULLEST       BEYOND 0 %
              nothing    near 100, far 100  near 100.0 %  near 100.0 %, far 20.0 %
              near       far 100            far 40.0 %    far 40.0 %
              far        near 100           near 200.0 %  near 200.0 %
              near, far  own values 200     -             -
            """);
  }

  @Test
  void dynamicRecord_isFoundByItsName_withOrWithoutDotAndType() throws IOException {
    String whole = plan("geo.example.com. A").out();
    assertThat(whole).startsWith("geo.example.com. A:");
    for (String name : List.of("geo.example.com", "GEO.example.com.", "geo.example.com a")) {
      assertThat(plan(name).out()).isEqualTo(whole);
    }
    assertThat(plan("geo.example.com AAAA").err()).startsWith("no cluster or dynamic record");
  }

  @Test
  void strict_failsIfALossIsTooMuch() throws IOException {
    assertThat(plan("www").exitCode()).isEqualTo(ExitCode.OK);
    assertThat(plan("www", "--strict").exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void strict_failsIfNothingHasACapacity() {
    assertThat(plan("api").exitCode()).isEqualTo(ExitCode.OK);
    assertThat(plan("api", "--strict").exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(plan("api").out())
        .isEqualTo("no capacity is declared, so nobody can be said to be full (--strict fails)\n");
  }

  @Test
  void poolsWithoutCapacity_areListedWithTheirLoad() throws IOException {
    Path clusters = folder.resolve("clusters.yaml");
    Files.writeString(
        clusters, Files.readString(clusters).replace("a: 100, b: 100, c: 100}", "a: 100}"));
    assertThat(plan("www", "--threshold", "99%").out())
        .isEqualTo(
            """
            www:
              LOST     ITS LOAD GOES TO                              FULLEST   BEYOND 99 %
              nothing  a 30, b 30 (no capacity), c 10 (no capacity)  a 30.0 %  -
              a        b 30 (no capacity)                            -         -
              b        a 30                                          a 60.0 %  -
              c        a 10                                          a 40.0 %  -
              d        -                                             a 30.0 %  -
              a, b     nobody 60                                     -         -
            5 other pairs leave nobody beyond 99 %
            """);
    assertThat(plan("www", "-o", "json").out().replaceAll("\\s+", ""))
        .contains(
            "{\"pool\":\"b\",\"load\":30,\"capacity\":null,\"percent\":null,"
                + "\"beyondThreshold\":false}");
  }

  @Test
  void poolBelowItsMinimum_isNobodysLoss() throws IOException {
    Path zone = folder.resolve("zones/example.com.yaml");
    Files.writeString(
        zone,
        Files.readString(zone)
            .replace("near: {capacity: 200}", "near: {capacity: 200, minimum-healthy: 2}"));
    CommandRun run = plan("geo.example.com. A", "--strict");
    assertThat(run.out())
        .isEqualTo(
            """
            geo.example.com. A:
              LOST       ITS LOAD GOES TO       FULLEST     BEYOND 70 %
              nothing    far 200                far 40.0 %  -
              near       -                      far 40.0 %  -
              far        below the minimum 200  near 0.0 %  -
              near, far  own values 200         -           -
            """);
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void wrongUsage_isTold() {
    assertThat(plan("mail").err()).startsWith("no cluster or dynamic record 'mail'");
    assertThat(plan("mail").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(plan("--threshold", "lots").err())
        .startsWith("--threshold is a percentage, such as 70%, not 'lots'");
  }

  @Test
  void json_hasEveryLoss() {
    String json = plan("www", "-o", "json").out();
    assertThat(json.split("\"lost\"", -1)).hasSize(1 + 1 + 4 + 6);
    assertThat(json).contains("\"beyondThreshold\" : false");
  }
}
