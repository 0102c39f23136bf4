package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExplainCommandTest {

  private static final String FOUR_SITES = "../deploy/examples/four-sites/popdns.yaml";

  private static CommandRun explain(String... arguments) {
    return CommandRun.of(
        Stream.concat(Stream.of("explain"), Arrays.stream(arguments)).toArray(String[]::new));
  }

  static Stream<Arguments> nonsense() {
    return Stream.of(
        Arguments.of(List.of(""), "the name is empty; the root is '.'"),
        Arguments.of(List.of("a..b."), "'a..b.' has an empty label"),
        Arguments.of(List.of("a.", "FOO"), "unknown type 'FOO'"),
        Arguments.of(List.of("a.", "A", "--client", "here"), "'here' is not an IP address"),
        Arguments.of(
            List.of("a.", "A", "--client", "192.0.2.0/33"),
            "'192.0.2.0/33' is no network: the length is 0 to 32"),
        Arguments.of(
            List.of("a.", "A", "--client", "::ffff:192.0.2.0/64"),
            "'::ffff:192.0.2.0/64' is no network: the length is 96 to 128"),
        Arguments.of(List.of("a.", "A", "--resolver", "::g"), "'::g' is not an IP address"),
        Arguments.of(
            List.of("a.", "A", "--udp", "100"), "no client takes 100 bytes over UDP: 512 to 65535"),
        Arguments.of(
            List.of("a.", "--site", "japan"),
            "--site goes with --config: a running server has its site"));
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void argumentsThatMakeNoSense_areWrongUsage(List<String> arguments, String complaint) {
    CommandRun ran = explain(arguments.toArray(String[]::new));
    assertThat(ran.err()).startsWith(complaint + "\n");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void typeLeftOut_isA() {
    CommandRun ran = explain("images.example.com", "--config", FOUR_SITES, "--site", "japan");
    assertThat(ran.out())
        .startsWith("images.example.com. A at site japan\n")
        .contains("cluster images: pool images/japan by rule own-site");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void endpointThatNoClusterHas_isNamed() {
    CommandRun ran =
        explain(
            "images.example.com", "--config", FOUR_SITES, "--site", "japan", "--down", "nowhere");
    assertThat(ran.err())
        .isEqualTo(
            "popdns: error: --down nowhere: no cluster or record has such an address,"
                + " host, site or pool\n");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void transfer_isSaidNotToBeGiven() {
    CommandRun ran = explain("example.com", "AXFR", "--config", FOUR_SITES);
    assertThat(ran.out())
        .contains("transfers are not given")
        .contains("status: REFUSED")
        .doesNotContain("SECTION  OWNER");
  }

  @Test
  void referral_showsWhereItsGlueStands() {
    CommandRun ran = explain("example.com", "NS", "--config", FOUR_SITES);
    assertThat(ran.out()).contains("additional  ns1.example.com.");
  }

  @Test
  void crowd_isShownWhole_andWhatOfItADatagramHas(@TempDir Path folder) throws IOException {
    String members =
        IntStream.rangeClosed(1, 100)
            .mapToObj(host -> "192.0.2." + host)
            .collect(Collectors.joining(", "));
    write(
        folder,
        "popdns.yaml",
        """
        listen: [127.0.0.1]
        clusters: clusters.yaml
        zones: [{origin: example.com., file: z.yaml}]
        """);
    write(
        folder,
        "clusters.yaml",
        "sites: {here: {}}\nchecks: {web: {tcp: {port: 9}}}\n"
            + ("clusters: {crowd: {check: web, members: {here: [" + members + "]}}}"));
    write(
        folder,
        "z.yaml",
        "'': {type: NS, value: ns.example.net.}\ncrowd: {type: A, cluster: crowd}\n"
            + ("long: {type: TXT, value: '" + "x".repeat(2000) + "'}\n"));
    String config = folder.resolve("popdns.yaml").toString();

    String crowd = explain("crowd.example.com", "--config", config, "--site", "here").out();
    assertThat(crowd.lines().filter(line -> line.contains("\tA\t"))).hasSize(100);
    assertThat(crowd)
        .endsWith("\nover UDP, in 1232 bytes: 74 of these 100 answer records, rotating\n");
    String datagram =
        explain("crowd.example.com", "--config", config, "--site", "here", "--udp", "512").out();
    assertThat(datagram.lines().filter(line -> line.contains("\tA\t"))).hasSize(29);
    assertThat(datagram).endsWith("\nover UDP, in 512 bytes: 29 of 100 answer records, rotating\n");
    assertThat(explain("long.example.com", "TXT", "--config", config, "--site", "here").out())
        .endsWith(
            "\nover UDP, in 1232 bytes: 0 of these 1 answer records, truncated: clients ask again"
                + " over TCP\n");
    assertThat(explain("example.com", "NS", "--config", config, "--site", "here").out())
        .doesNotContain("over UDP");
  }

  /** A record with a rule for a site and one for a network. */
  private static String dynamic(Path folder, String more) throws IOException {
    write(
        folder,
        "popdns.yaml",
        """
        listen: [127.0.0.1]
        ecs: true
        zones: [{origin: example.com., file: z.yaml}]
        """
            + more);
    write(
        folder,
        "z.yaml",
        """
        '': {type: NS, value: ns.example.net.}
        ipv6: {type: AAAA, ttl: 60, value: '2001:db8::250'}
        www:
          type: A
          ttl: 60
          value: 192.0.2.250
          dynamic:
            pools:
              here: {values: [{value: 192.0.2.11}]}
              net: {values: [{value: 192.0.2.21}]}
              all: {values: [{value: 192.0.2.31}]}
            rules:
              - {subnets: [198.51.100.0/24], pool: here}
              - {subnets: [192.0.2.0/24], pool: net}
              - {pool: all}
          octodns: {popdns: {rules: [{rule: 1, sites: [here]}]}}
        """);
    return folder.resolve("popdns.yaml").toString();
  }

  @Test
  void rulesForSites_withoutSite_areExplainedAsOfANodeWithoutSite(@TempDir Path folder)
      throws IOException {
    CommandRun ran = explain("www.example.com", "--config", dynamic(folder, ""));
    assertThat(ran.err())
        .contains("z.yaml:16:47: warning: no clusters file lists sites, and this node has no site");
    assertThat(ran.out())
        .contains("passed over: for here, and this node has no site")
        .contains("www.example.com.\t60\tIN\tA\t192.0.2.31\n");
  }

  @Test
  void rulesForSites_whereThereAreSites_askForOneOfThem(@TempDir Path folder) throws IOException {
    String config = dynamic(folder, "clusters: clusters.yaml\n");
    write(folder, "clusters.yaml", "sites: {here: {}, there: {}}\nclusters: {}\n");

    CommandRun ran = explain("www.example.com", "--config", config);
    assertThat(ran.err())
        .endsWith(
            "popdns: error: the answer depends on the site: give --site; sites are: here, there\n");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(explain("www.example.com", "--config", config, "--site", "there").out())
        .contains("passed over: for here, and this node is at there");
  }

  @Test
  void nobodyInParticular_isOfNoNetworkThatIsAnsweredAlike(@TempDir Path folder)
      throws IOException {
    String config = dynamic(folder, "");
    assertThat(explain("www.example.com", "--config", config).out())
        .contains("client unknown: the answer depends on the client: give --client or --resolver")
        .doesNotContain("answered alike");
    assertThat(explain("www.example.com", "--config", config, "--client", "192.0.2.77").out())
        .contains("all of 192.0.2.0/24 is answered alike");
  }

  @Test
  void mappedClient_isTheIpv4Client(@TempDir Path folder) throws IOException {
    String config = dynamic(folder, "");
    assertThat(
            explain("www.example.com", "--config", config, "--client", "::ffff:192.0.2.77/121")
                .out())
        .contains("client 192.0.2.0/25: ", "; CLIENT-SUBNET: 192.0.2.0/25/24\n");
  }

  @Test
  void ipv6Addresses_standAsDigHasThem(@TempDir Path folder) throws IOException {
    assertThat(explain("ipv6.example.com", "AAAA", "--config", dynamic(folder, "")).out())
        .contains("ipv6.example.com.\t60\tIN\tAAAA\t2001:db8::250\n");
  }

  @Test
  void poolsBeyondWhatTheyCanCarry_areSaidToBe(@TempDir Path folder) throws IOException {
    write(
        folder,
        "clusters.yaml",
        """
        sites: {a: {fallback: [b]}, b: {fallback: [a]}, c: {fallback: []}, d: {fallback: [c, b]}}
        checks: {web: {tcp: {port: 80}}}
        clusters:
          www:
            check: web
            capacity: {a: 900, b: 100, c: 500, d: 100}
            load: {a: 4000, b: 1000, c: 1000, d: 50}
            members: {a: 192.0.2.1, b: 192.0.2.2, c: 192.0.2.3, d: 192.0.2.4}
          one:
            check: web
            capacity: {a: 100, b: 1000, c: 500, d: 100}
            load: {a: 400, b: 100, c: 1000, d: 200}
            members: {a: 192.0.2.1, b: 192.0.2.2, c: 192.0.2.3, d: 192.0.2.4}
        """);
    write(
        folder,
        "popdns.yaml",
        """
        listen: [127.0.0.1]
        zones: [{origin: example.com., file: z.yaml}]
        clusters: clusters.yaml
        """);
    write(
        folder,
        "z.yaml",
        """
        '': {type: NS, values: [ns1.example.net.]}
        www: {type: A, cluster: www}
        one: {type: A, cluster: one}
        """);
    assertThat(pools(folder, "www", "a"))
        .containsExactly(
            "cluster www: pool www/a by rule own-site (this site has its minimum"
                + " of healthy hosts; it takes 92.3 %, others the rest)",
            "a | 1 | 1 | 1 | 92.3 % | 900 | 4500 | chosen, beyond what it can"
                + " carry; nobody in the order has room",
            "b | 1 | 1 | 1 | 7.7 % | 100 | 500 | takes a part, beyond what it can"
                + " carry; nobody in the order has room");
    assertThat(pools(folder, "www", "c"))
        .containsExactly(
            "cluster www: pool www/c by rule own-site (this site has its minimum"
                + " of healthy hosts)",
            "c | 1 | 1 | 1 | 500 | 1000 | chosen, beyond what it can carry; nobody"
                + " in the order has room");
    assertThat(pools(folder, "one", "d"))
        .containsExactly(
            "cluster one: pool one/d by rule own-site (this site has its minimum"
                + " of healthy hosts; it can carry only 100 and takes 50.0 %, others the rest)",
            "d | 1 | 1 | 1 | 50.0 % | 100 | 100 | chosen, up to what it can carry",
            "c | 1 | 1 | 1 | 0.0 % | 500 | 1000 | not needed, beyond what it can"
                + " carry with other rules' load",
            "b | 1 | 1 | 1 | 50.0 % | 1000 | 500 | takes what others can't carry");
  }

  /** What is said of a cluster, and of each site of it. */
  private static List<String> pools(Path folder, String label, String site) {
    String config = folder.resolve("popdns.yaml").toString();
    CommandRun ran = explain(label + ".example.com", "--config", config, "--site", site);
    return ran.out()
        .lines()
        .dropWhile(line -> !line.startsWith("cluster"))
        .takeWhile(line -> !line.isEmpty())
        .filter(line -> !line.startsWith("  SITE"))
        .map(line -> line.strip().replaceAll(" {2,}", " | "))
        .toList();
  }

  private static void write(Path folder, String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }
}
