package org.popdns.differential.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.popdns.differential.wire.Ask;
import org.popdns.name.DomainName;

/** NLnet Labs' NSD. */
public final class Nsd implements Software {

  @Override
  public String name() {
    return "NSD";
  }

  @Override
  public List<String> prepare(Plan plan) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        server:
          ip-address: 127.0.0.1@%d
          server-count: 1
          username: ""
          chroot: ""
          zonesdir: ""
          database: ""
          pidfile: "%2$s/nsd.pid"
          zonelistfile: "%2$s/zone.list"
          xfrdfile: "%2$s/xfrd.state"
          logfile: "%2$s/nsd.log"
          ipv4-edns-size: %3$d
          minimal-responses: yes
          rrl-ratelimit: 0
          hide-version: yes
        remote-control:
          control-enable: no
        """
            .formatted(plan.port(), plan.folder(), Ask.PAYLOAD_BYTES));
    for (DomainName origin : plan.origins()) {
      text.append(
          "zone:\n  name: \"%s\"\n  zonefile: \"%s\"\n".formatted(origin, plan.file(origin)));
    }
    Path file = Files.writeString(plan.folder().resolve("nsd.conf"), text);
    return List.of("nsd", "-d", "-c", file.toString());
  }
}
