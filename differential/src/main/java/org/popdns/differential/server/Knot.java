package org.popdns.differential.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.popdns.differential.wire.Ask;
import org.popdns.name.DomainName;

/** CZ.NIC's Knot DNS. */
public final class Knot implements Software {

  @Override
  public String name() {
    return "Knot";
  }

  @Override
  public List<String> prepare(Plan plan) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        server:
          rundir: "%2$s"
          listen: 127.0.0.1@%1$d
          udp-workers: 1
          tcp-workers: 1
          background-workers: 1
          udp-max-payload: %3$d
        log:
          - target: stderr
            any: error
        database:
          storage: "%2$s"
        template:
          - id: default
            semantic-checks: off
            journal-content: none
            zonefile-load: whole
            zonefile-sync: -1
        zone:
        """
            .formatted(plan.port(), plan.folder(), Ask.PAYLOAD_BYTES));
    for (DomainName origin : plan.origins()) {
      text.append("  - domain: \"%s\"\n    file: \"%s\"\n".formatted(origin, plan.file(origin)));
    }
    Path file = Files.writeString(plan.folder().resolve("knot.conf"), text);
    return List.of("knotd", "-c", file.toString());
  }
}
