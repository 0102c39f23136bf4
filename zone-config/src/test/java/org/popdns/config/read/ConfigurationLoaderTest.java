package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.Check;
import org.popdns.config.model.Cluster;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.MinimumHealthy;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.UdpPath;
import org.popdns.config.model.WhenBelow;
import org.popdns.config.model.WorkerSettings;
import org.popdns.config.model.WorkerSettings.Placement;
import org.popdns.config.model.Zone;
import org.popdns.config.probe.http.HttpProbe;
import org.popdns.config.problem.ProblemPrinter;
import org.popdns.config.problem.ProblemPrinter.Colours;
import org.popdns.config.read.ConfigurationLoader.Overrides;

class ConfigurationLoaderTest {

  @TempDir Path folder;

  @BeforeEach
  void good() throws IOException {
    write(
        "popdns.yaml", "listen: [192.0.2.53, '[::1]:0']\nzones: zones\nclusters: clusters.yaml\n");
    write(
        "clusters.yaml",
        """
        sites:
          san-jose: {fallback: japan}
          japan:
        checks:
          web:
            http: {port: 8080, path: /healthz, host: a.example, status: [200, 204], body: ok}
            interval: 500ms
            timeout: 250ms
            rise: 1
            fall: 5
        clusters:
          images:
            check: web
            minimum-healthy: 50%
            when-below: withdraw
            members:
              san-jose: [192.0.2.1, {name: b, addresses: [192.0.2.2, '2001:db8::2']}]
              japan: 192.0.2.3
        """);
    write("zones/example.com.yaml", "'': {type: NS, value: ns.example.net.}\n");
  }

  @Test
  void configuration_holdsWhatTheFilesSay() {
    Configuration configuration = load(Map.of(), "san-jose").configuration().orElseThrow();

    assertThat(configuration.server().listen())
        .containsExactly(
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.53"), 53),
            new InetSocketAddress(InetAddress.ofLiteral("::1"), 0));
    assertThat(configuration.server().admin().http())
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8053));
    assertThat(configuration.server().admin().socket())
        .isEqualTo(Path.of("/run/popdns/control.sock"));
    Cluster images = configuration.topology().clusters().values().iterator().next();
    assertThat(images.check())
        .isEqualTo(
            Check.of(
                "web",
                new Check.Timing(Duration.ofMillis(500), Duration.ofMillis(250), 1, 5),
                HttpProbe.at(8080)
                    .withPath("/healthz")
                    .withHost("a.example")
                    .withStatuses(Set.of(200, 204))
                    .withBody("ok")));
    assertThat(images.settings().minimum()).isEqualTo(new MinimumHealthy.Percentage(50));
    assertThat(images.whenBelow()).isEqualTo(WhenBelow.WITHDRAW);
    assertThat(images.membersAt("san-jose"))
        .extracting(member -> member.name() + member.addresses().size())
        .containsExactly("192.0.2.11", "b2");
    assertThat(configuration.topology().sites().values())
        .extracting(site -> site.name() + site.fallback())
        .containsExactly("san-jose[japan]", "japan[]");
  }

  @Test
  void files_areAllThatWereRead_orCouldNotBe() throws IOException {
    write("zones/example.org.zone", "$TTL 60\n@ NS ns.example.net.\n$INCLUDE a.inc\n");
    write("zones/a.inc", "a A 192.0.2.1\n");
    write("zones/broken.yaml", "- x\n");

    assertThat(load(Map.of(), "japan").files().all())
        .map(file -> folder.relativize(file).toString())
        .containsExactlyInAnyOrder(
            "popdns.yaml",
            "clusters.yaml",
            "zones",
            "zones/example.com.yaml",
            "zones/example.org.zone",
            "zones/a.inc",
            "zones/broken.yaml");
  }

  @Test
  void commandLine_winsOverEnvironment_whichWinsOverTheFile() throws IOException {
    write(
        "popdns.yaml",
        "site: japan\nnode: file\nlisten: 192.0.2.53\nzones: zones\nclusters: clusters.yaml\n");

    assertThat(siteAndNode(Map.of(), Overrides.NONE)).isEqualTo("japan file");
    Map<String, String> environment = Map.of("POPDNS_SITE", "san-jose", "POPDNS_NODE", "variable");
    assertThat(siteAndNode(environment, Overrides.NONE)).isEqualTo("san-jose variable");
    assertThat(siteAndNode(environment, new Overrides(Optional.of("japan"), Optional.of("option"))))
        .isEqualTo("japan option");
    assertThat(siteAndNode(Map.of("POPDNS_SITE", ""), Overrides.NONE)).isEqualTo("japan file");
  }

  @Test
  void siteOfTheCommandLine_unknown_isOneLine() {
    assertThat(shown(load(Map.of(), "san-hose")))
        .isEqualTo(
            "error: unknown site 'san-hose' (--site); sites are: san-jose, japan;"
                + " did you mean 'san-jose'?\n");
  }

  @Test
  void siteOfTheEnvironment_unknown_isOneLine() {
    LoadResult result =
        new ConfigurationLoader(Map.of("POPDNS_SITE", "x"), () -> "host")
            .load(folder.resolve("popdns.yaml"), Overrides.NONE);

    assertThat(shown(result))
        .isEqualTo("error: unknown site 'x' (POPDNS_SITE); sites are: san-jose, japan\n");
  }

  @Test
  void workers_areOnePerProcessor_unlessTheFileSaysOtherwise() throws IOException {
    assertThat(workers(Map.of())).isEqualTo(WorkerSettings.DEFAULT);

    write(
        "popdns.yaml",
        """
        listen: 192.0.2.53
        zones: zones
        clusters: clusters.yaml
        workers: {count: 1024, pin: true, udp: recvmmsg}
        """);

    assertThat(workers(Map.of()))
        .isEqualTo(new WorkerSettings(OptionalInt.of(1024), Placement.PINNED, UdpPath.RECVMMSG));
  }

  @Test
  void workersOfTheEnvironment_winOverTheFile() throws IOException {
    write(
        "popdns.yaml",
        """
        listen: 192.0.2.53
        zones: zones
        clusters: clusters.yaml
        workers: {count: 4, pin: true, udp: recvmmsg}
        """);

    assertThat(workers(Map.of("POPDNS_WORKERS", "2", "POPDNS_UDP", "netty")))
        .isEqualTo(new WorkerSettings(OptionalInt.of(2), Placement.PINNED, UdpPath.NETTY));
    assertThat(workers(Map.of("POPDNS_WORKERS", "", "POPDNS_UDP", "")))
        .isEqualTo(new WorkerSettings(OptionalInt.of(4), Placement.PINNED, UdpPath.RECVMMSG));
  }

  @Test
  void workersOfTheEnvironment_wrong_areOneLineEach() {
    Map<String, String> environment = Map.of("POPDNS_WORKERS", "1025", "POPDNS_UDP", "nety");

    assertThat(shown(load(environment, "japan")))
        .isEqualTo(
            """
            error: POPDNS_UDP must be one of auto, recvmmsg, netty, not 'nety'; did you mean 'netty'?
            error: POPDNS_WORKERS must be a whole number from 1 to 1024, not '1025'
            """);
    assertThat(shown(load(Map.of("POPDNS_WORKERS", "all"), "japan")))
        .isEqualTo("error: POPDNS_WORKERS must be a whole number from 1 to 1024, not 'all'\n");
  }

  private WorkerSettings workers(Map<String, String> environment) {
    return load(environment, "japan").configuration().orElseThrow().server().workers();
  }

  @Test
  void missingFile_isOneLine() throws IOException {
    Files.delete(folder.resolve("popdns.yaml"));

    assertThat(shown(load(Map.of(), "japan")))
        .isEqualTo("popdns.yaml: error: cannot be read: no such file or folder\n");
  }

  @Test
  void folderInPlaceOfAFile_isShownWhereItIsNamed() throws IOException {
    Files.delete(folder.resolve("clusters.yaml"));
    Files.createDirectory(folder.resolve("clusters.yaml"));

    assertThat(shown(load(Map.of(), "japan")))
        .isEqualTo(
            """
            popdns.yaml:3:11: error: clusters.yaml is a folder, not a file
            clusters: clusters.yaml
                      ^~~~~~~~~~~~~
            """);
  }

  @Test
  void serial_ofTheZone_winsOverTheEnvironment_whichWinsOverTheContent() throws IOException {
    assertThat(zone(Map.of("POPDNS_SERIAL", "4294967295")).serial()).isEqualTo(4294967295L);
    long derived = zone(Map.of()).serial();
    assertThat(zone(Map.of()).serial()).isEqualTo(derived);

    write("zones/example.com.yaml", "'': {type: NS, value: ns2.example.net.}\n");
    assertThat(zone(Map.of()).serial()).isNotEqualTo(derived);

    write(
        "zones/example.com.yaml",
        "'':\n  - {type: NS, value: ns2.example.net.}\n  - {type: SOA, serial: 7}\n");
    assertThat(zone(Map.of("POPDNS_SERIAL", "1")).serial()).isEqualTo(7);
  }

  @Test
  void serial_doesNotDependOnTheOrderOfTheFile() throws IOException {
    write(
        "zones/example.com.yaml",
        "'': {type: NS, values: [a.example.net., b.example.net.]}\nx: {type: TXT, value: x}\n");
    long serial = zone(Map.of("POPDNS_SERIAL", "")).serial();

    write(
        "zones/example.com.yaml",
        "X: {type: TXT, value: x}\n'': {type: NS, values: [a.example.net., b.example.net.]}\n");
    assertThat(zone(Map.of()).serial()).isEqualTo(serial);
  }

  @Test
  void serialOfTheEnvironment_outOfRange_isOneLine() {
    assertThat(shown(load(Map.of("POPDNS_SERIAL", "4294967296"), "japan")))
        .isEqualTo(
            "error: POPDNS_SERIAL must be a whole number from 0 to 4294967295, not '4294967296'\n");
  }

  @Test
  void zone_hasOneSoaRecord_andCanonicalOrder() {
    Zone zone = zone(Map.of());

    assertThat(zone.recordSets()).extracting(RecordSet::type).containsExactly(2, 6);
    assertThat(((RecordSet.Static) zone.recordSets().getLast()).rdata()).hasSize(1);
  }

  @Test
  void clusterOfTheOctodnsSection_keepsTheValuesAsLastResort() throws IOException {
    write(
        "zones/example.com.yaml",
        """
        '': {type: NS, value: ns.example.net.}
        a: {type: A, value: 192.0.2.9, octodns: {popdns: {cluster: images}}}
        b: {type: A, value: 192.0.2.9, octodns: {excluded: [popdns]}}
        c: {type: A, value: 192.0.2.9, octodns: {included: [route53]}}
        d: {type: A, value: 192.0.2.9, octodns: {ignored: true}}
        """);

    List<RecordSet> sets = zone(Map.of()).recordSets();
    assertThat(sets).hasSize(3);
    RecordSet.Steered steered = (RecordSet.Steered) sets.getLast();
    assertThat(steered.plan()).isEqualTo("images");
    assertThat(steered.lastResort()).containsExactly(new byte[] {(byte) 192, 0, 2, 9});
  }

  @Test
  void longestZoneName_hasNoRoomForHostmaster() throws IOException {
    String origin = ("a".repeat(60) + ".").repeat(4) + "abcd.";
    write("popdns.yaml", "listen: 192.0.2.53\nzones: [{origin: " + origin + ", file: z.yaml}]\n");
    write("z.yaml", "'': {type: NS, value: ns.example.net.}\n'*': {type: TXT, value: x}\n");

    assertThat(zone(Map.of()).origin().lengthBytes()).isEqualTo(250);
  }

  @Test
  void rootZone_isReadFromTheFileWithoutAName() throws IOException {
    Files.delete(folder.resolve("zones/example.com.yaml"));
    write(
        "zones/.yaml", "'': {type: NS, value: a.root.example.}\nexample: {type: NS, value: x.}\n");

    LoadResult result = load(Map.of(), "japan");
    assertThat(shown(result)).contains("NS names x., which does not exist");

    write("zones/.yaml", "'': {type: NS, value: a.}\na: {type: A, value: 192.0.2.1}\n");
    assertThat(zone(Map.of()).origin().isRoot()).isTrue();
  }

  private Zone zone(Map<String, String> environment) {
    LoadResult result = load(environment, "japan");
    return result
        .configuration()
        .orElseThrow(() -> new AssertionError(shown(result)))
        .zones()
        .getFirst();
  }

  private String siteAndNode(Map<String, String> environment, Overrides overrides) {
    return new ConfigurationLoader(environment, () -> "host")
        .load(folder.resolve("popdns.yaml"), overrides)
        .configuration()
        .map(c -> c.server().site().orElse("") + " " + c.server().node())
        .orElse("refused");
  }

  private LoadResult load(Map<String, String> environment, String site) {
    return new ConfigurationLoader(environment, () -> "host")
        .load(folder.resolve("popdns.yaml"), new Overrides(Optional.of(site), Optional.empty()));
  }

  private String shown(LoadResult result) {
    return new ProblemPrinter(Colours.OFF).print(result.problems()).replace(folder + "/", "");
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.resolveSibling("."));
    Files.writeString(path, text);
  }
}
