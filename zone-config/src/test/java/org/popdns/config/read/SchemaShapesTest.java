package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.popdns.config.model.Zone;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.config.write.OctodnsWriter;
import org.popdns.config.write.PlanAddresses;
import org.popdns.record.RecordTypes;

/** The schema's shapes of values take what popdns takes, and refuse what has not the shape. */
final class SchemaShapesTest {

  /** A line for each value at the edges of each type's fields. */
  private static final Path VALUES = Path.of("../dns-wire/src/test/resources/field-values.txt");

  private static final List<String> NOT_AMONG_THEM =
      List.of(
          "CLA TCP-ACME \"a b\"",
          "IPN 18446744073709551615",
          "MD a.example.",
          "MF a.example.",
          "NXT a.example. A MX NXT",
          "DSYNC CDS NOTIFY 5359 a.example.",
          "HHIT AAECAwQF",
          "BRID AAECAwQF");

  private static final String APEX =
      "@ 60 SOA ns.example.net. h.example.net. 1 2 3 4 5\n@ 60 NS ns.example.net.\n";

  @TempDir private Path folder;

  @Test
  void valuesThatAreRead_exported_fitTheSchema() throws IOException {
    List<String> loaded =
        Files.readAllLines(VALUES).stream()
            .filter(line -> !line.startsWith("#") && !line.startsWith("refused", 4))
            .map(line -> line.substring(line.indexOf(' ', 4)).strip())
            .filter(value -> withFields().contains(type(value)))
            .toList();
    List<String> values = new ArrayList<>(loaded);
    values.addAll(NOT_AMONG_THEM);
    StringBuilder master = new StringBuilder(APEX);
    Set<String> types = new TreeSet<>();
    for (int i = 0; i < values.size(); i++) {
      types.add(type(values.get(i)));
      master.append('v').append(i).append(" 60 ").append(values.get(i)).append('\n');
    }

    Zone zone = load("zone", master.toString()).orElseThrow();
    Path exported = folder.resolve("example.com.yaml");
    try (PrintWriter out = new PrintWriter(exported.toFile(), StandardCharsets.UTF_8)) {
      OctodnsWriter.write(
          zone, OctodnsWriter.Dialect.POPDNS, new PlanAddresses(Map.of(), Optional.empty()), out);
    }

    assertThat(types).containsAll(withFields());
    assertThat(SchemaTest.errors(exported)).isEmpty();
    assertThat(load("yaml", Files.readString(exported))).isPresent();
  }

  private static String type(String value) {
    return (value + " ").substring(0, (value + " ").indexOf(' '));
  }

  private static List<String> withFields() {
    return RecordTypes.mnemonics().stream()
        .filter(mnemonic -> RecordTypes.byMnemonic(mnemonic).filter(t -> !t.isOpaque()).isPresent())
        // A master file with NSEC3PARAM is a signed zone.
        .filter(mnemonic -> !mnemonic.equals("SOA") && !mnemonic.equals("NSEC3PARAM"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: TXT, value: '\\# 2 0161'}",
        "{type: TYPE16, value: text}",
        "{type: TYPE65280, values: ['\\# 1 00', '\\# 0']}",
        "{type: HINFO, value: {cpu: 1, os: x y}}",
        "{type: NINFO, values: [[a, b], c]}",
        "{type: LOC, value: 52 22 23.000 N 4 53 32.000 E -2.00m}",
        "{type: DS, value: {flags: 1, protocol: 13, algorithm: 200, public_key: AB}}",
        "{type: DNSKEY, value: {flags: 257, protocol: DNSSEC, algorithm: '13', public_key: AAAA}}",
        "{type: HIP, value: {pk_algorithm: 2, hit: '0123', public_key: AAAA}}",
        "{type: CSYNC, value: {soa_serial: 1, flags: 3, types: [A, NS]}}",
        "{type: OPENPGPKEY, value: AAAA}",
        "{type: HTTPS, value: {svcpriority: 1, targetname: ., svcparams: {docpath: , port: 443}}}"
      })
  void shapesThatAreRead_fit(String record) throws IOException {
    assertThat(verdict(record)).isEqualTo("read: true, fits: true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: SRV, value: {priority: 1, weight: 1, port: 443}}",
        "{type: SRV, value: {priority: 1, weight: 1, port: 443, target: a.example., ttl: 60}}",
        "{type: SRV, value: {priority: 1, weight: 1, port: https, target: a.example.}}",
        "{type: SRV, value: 1 1 443 a.example.}",
        "{type: SRV, priority: 1, weight: 1, port: 443, target: a.example.}",
        "{type: AFSDB, value: {subtype: 65536, hostname: a.example.}}",
        "{type: EUI48, value: {address: 00-00-5e-00-53-2a}}",
        "{type: KX, value: {preference: 1, exchanger: a.example}}",
        "{type: RP, value: {mbox: a.example.}}",
        "{type: NID, value: [{preference: 10}]}",
        "{type: L32, value: {preference: 10, locator32: 192.0.2.256}}",
        "{type: ZONEMD, value: {serial: 1, scheme: 1, hash_algorithm: 1, digest: xyz}}",
        "{type: DNAME, values: [a.example., b.example.]}",
        "{type: HINFO, value: {cpu: , os: x}}",
        "{type: TYPE65280, value: text}",
        "{type: UINFO, value: {a: b}}"
      })
  void otherShapes_areRefusedByBoth(String record) throws IOException {
    assertThat(verdict(record)).isEqualTo("read: false, fits: false");
  }

  @ParameterizedTest
  @CsvSource({"SRV,port", "CAA,tag", "AMTRELAY,relay", "DOA,media_type"})
  void keys_areCompletedWithDescriptions(String type, String key) throws IOException {
    assertThat(
            SchemaTest.schema("zone")
                .getSchemaNode()
                .at("/$defs/value-%s/anyOf/0/properties/%s/description".formatted(type, key))
                .asString())
        .endsWith(".");
  }

  private String verdict(String record) throws IOException {
    String yaml = "'': {type: NS, value: ns.example.net.}\nv: " + record + "\n";
    Path file = Files.writeString(folder.resolve("example.com.yaml"), yaml);
    return "read: %s, fits: %s"
        .formatted(load("yaml", yaml).isPresent(), SchemaTest.errors(file).isEmpty());
  }

  private Optional<Zone> load(String ending, String text) throws IOException {
    Path root = Files.createTempDirectory(folder, ending);
    Files.createDirectory(root.resolve("zones"));
    Files.writeString(root.resolve("zones/example.com." + ending), text);
    Path file =
        Files.writeString(root.resolve("popdns.yaml"), "listen: 127.0.0.1:5300\nzones: zones/\n");
    LoadResult result =
        new ConfigurationLoader(Map.of(), () -> "this-host").load(file, Overrides.NONE);
    return result.configuration().map(found -> found.zones().getFirst());
  }
}
