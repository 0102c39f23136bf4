package org.popdns.differential;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.popdns.config.model.Zone;
import org.popdns.differential.wire.Response;
import org.popdns.name.DomainName;

/** How the four servers stand the {@link ComplianceProbe}s, as a table. */
final class ComplianceTable {

  private ComplianceTable() {}

  /**
   * Prints the table.
   *
   * @return how many probes popdns fails
   */
  static int print(Batch batch, Zone zone) throws IOException, InterruptedException {
    DomainName origin = zone.origin();
    ComplianceProbe[] probes = ComplianceProbe.values();
    List<Exchange> exchanges =
        batch.ask(
            ZoneFacts.of(zone), Arrays.stream(probes).map(probe -> probe.about(origin)).toList());
    System.out.printf("%nprobes of RFC 8906, about %s%n", origin);
    System.out.printf("%-28s %-6s %-6s %-6s %-6s%n", "", "NSD", "Knot", "BIND", "popdns");
    int failed = 0;
    for (int i = 0; i < probes.length; i++) {
      List<Response> responses = new ArrayList<>(exchanges.get(i).references());
      responses.add(exchanges.get(i).popdns());
      System.out.printf("%-28s", probes[i]);
      for (Response response : responses) {
        System.out.printf(" %-6s", probes[i].isMetBy(response) ? "ok" : "FAILS");
      }
      System.out.println();
      failed += probes[i].isMetBy(exchanges.get(i).popdns()) ? 0 : 1;
    }
    System.out.printf("%d probes, popdns fails %d%n", probes.length, failed);
    return failed;
  }
}
