package org.popdns.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;

/**
 * Zones of one record each, so that a server which refuses that record refuses no other: every type
 * of the table, several times, by {@link RdataGenerator}.
 */
final class RecordZones {

  // SOA, and what makes another name of its owner, is what the generated zones are made of; to
  // popdns NSEC3PARAM says that a zone is signed, and such a zone is one error.
  private static final Set<String> ELSEWHERE = Set.of("SOA", "CNAME", "DNAME", "NSEC3PARAM");

  private RecordZones() {}

  /** The zones' lines by their origins. */
  static Map<DomainName, List<String>> make(Random random, int perType) {
    Map<DomainName, List<String>> zones = new LinkedHashMap<>();
    RdataGenerator rdata = new RdataGenerator(random);
    for (RecordType type : RecordTypes.all()) {
      if (type.use() != RecordType.Use.DATA || ELSEWHERE.contains(type.mnemonic())) {
        continue;
      }
      for (int i = 0; i < perType; i++) {
        String label = type.mnemonic().toLowerCase(Locale.ROOT) + i;
        DomainName origin = DomainName.parse(label + ".types.test.");
        zones.put(origin, zone(type, rdata.text(type), origin));
      }
    }
    return zones;
  }

  private static List<String> zone(RecordType type, String rdata, DomainName origin) {
    List<String> lines = new ArrayList<>();
    lines.add("$TTL 600");
    lines.add(origin + " 300 IN SOA ns.invalid. hostmaster.invalid. 7 7200 3600 1209600 300");
    lines.add(origin + " 500 IN NS ns.invalid.");
    boolean belowACut = type.number() == RecordType.DS;
    if (belowACut) {
      lines.add("r." + origin + " IN NS ns.invalid.");
    }
    lines.add("r." + origin + " IN " + type.mnemonic() + " " + rdata);
    return lines;
  }
}
