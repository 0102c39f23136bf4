package org.popdns.config.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.record.RecordType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files of octoDNS with octoDNS's own verdict: where both accept one, they mean the same records;
 * where the verdicts differ, {@code docs/octodns.md} has it. {@code -Dfixtures.write=true} writes
 * its table.
 */
class OctodnsCasesTest {

  /** Why popdns takes what octoDNS refuses, by octoDNS's reason. */
  private static final Map<String, String> LENIENT =
      Map.ofEntries(
          Map.entry("key-order", "the order of keys says nothing about DNS"),
          Map.entry("address", "the record is for another provider"),
          Map.entry("record-twice", "each is for another provider"),
          Map.entry("type-unknown", "a type that popdns has, or a record for others"),
          Map.entry("value-missing", "`values` with one value is one value"),
          Map.entry("value-field", "a number that its registry may get is served as it is"),
          Map.entry("name-form", "names of one label are names"),
          Map.entry("owner-service", "any name may have the record"),
          Map.entry(
              "svcparams", "one value is a list of one, and what clients ignore is a warning"),
          Map.entry("fault-of-octodns", "the file is right"),
          Map.entry("healthcheck-protocol", "the health check of a static record is for others"));

  @TempDir private Path folder;

  @Test
  void everyCase_isReadAsOctodnsHasIt_orStandsInTheTable() throws IOException {
    new OctodnsCases(folder)
        .assertReadOrDocumented(
            "static",
            "cases",
            LENIENT,
            (entry, ours) -> {
              JsonNode expected = entry.getValue();
              Zone same =
                  OctodnsCases.read(normal(entry.getKey(), expected), expected)
                      .zone()
                      .orElseThrow();
              return OctodnsCases.difference(records(ours), records(same));
            });
  }

  /** The records that octoDNS has for popdns, as a file of their own. */
  private Path normal(String name, JsonNode expected) throws IOException {
    Path root = Files.createDirectories(folder.resolve(name.replace('/', '-') + "-normal"));
    ObjectNode zone = JsonNodeFactory.instance.objectNode();
    for (JsonNode record : expected.path("records")) {
      if (record.path("for_popdns").asBoolean(true)) {
        String owner = record.path("name").asString();
        ArrayNode records = zone.has(owner) ? (ArrayNode) zone.path(owner) : zone.putArray(owner);
        ObjectNode copy = ((ObjectNode) record).deepCopy();
        copy.remove(List.of("name", "for_popdns"));
        records.add(copy);
      }
    }
    Path zones = Files.createDirectories(root.resolve("zones"));
    Files.writeString(zones.resolve(OctodnsCases.zoneName(expected) + "yaml"), zone.toString());
    OctodnsCases.configuration(root, JsonNodeFactory.instance.objectNode());
    return root;
  }

  /** The records but for SOA, which octoDNS has none of. */
  private static Map<String, List<String>> records(Zone zone) {
    Map<String, List<String>> records = new TreeMap<>();
    zone.recordSets().stream()
        .filter(set -> set.type() != RecordType.SOA)
        .map(RecordSet.Static.class::cast)
        .forEach(
            set ->
                records.put(
                    set.owner() + " " + set.ttlSeconds() + " " + set.type(),
                    set.rdata().stream()
                        // octoDNS writes the flags of NAPTR in capitals.
                        .map(rdata -> HexFormat.of().formatHex(lower(rdata)))
                        .sorted(Comparator.naturalOrder())
                        .toList()));
    return new LinkedHashMap<>(records);
  }

  private static byte[] lower(byte[] rdata) {
    byte[] lower = rdata.clone();
    for (int i = 0; i < lower.length; i++) {
      lower[i] = lower[i] >= 'A' && lower[i] <= 'Z' ? (byte) (lower[i] + 0x20) : lower[i];
    }
    return lower;
  }
}
