package org.popdns.differential.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.popdns.differential.wire.Ask;
import org.popdns.name.DomainName;

/** ISC's BIND. */
public final class Bind implements Software {

  @Override
  public String name() {
    return "BIND";
  }

  @Override
  public List<String> prepare(Plan plan) throws IOException {
    StringBuilder text = new StringBuilder();
    // no-auth: like the others it leaves the NS records out of positive answers, but not the
    // additional data.
    text.append(
        """
        options {
          directory "%2$s";
          listen-on port %1$d { 127.0.0.1; };
          listen-on-v6 { none; };
          pid-file none;
          session-keyfile none;
          recursion no;
          allow-query { any; };
          allow-transfer { none; };
          notify no;
          dnssec-validation no;
          empty-zones-enable no;
          minimal-responses no-auth;
          minimal-any no;
          answer-cookie no;
          zero-no-soa-ttl no;
          max-udp-size %3$d;
          edns-udp-size %3$d;
          check-names primary ignore;
          check-integrity no;
          check-mx ignore;
          check-mx-cname ignore;
          check-srv-cname ignore;
          check-wildcard no;
          check-sibling no;
        };
        controls { };
        """
            .formatted(plan.port(), plan.folder(), Ask.PAYLOAD_BYTES));
    for (DomainName origin : plan.origins()) {
      text.append(
          "zone \"%s\" { type primary; file \"%s\"; };\n".formatted(origin, plan.file(origin)));
    }
    Path file = Files.writeString(plan.folder().resolve("named.conf"), text);
    return List.of("named", "-g", "-n", "1", "-c", file.toString());
  }
}
