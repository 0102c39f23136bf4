package org.popdns.differential.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.popdns.name.DomainName;

/** popdns, as an operator starts it, from the libraries that this program runs with. */
public final class Popdns implements Software {

  @Override
  public String name() {
    return "popdns";
  }

  @Override
  public List<String> prepare(Plan plan) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        listen: ["127.0.0.1:%d"]
        admin: {http: "127.0.0.1:0", socket: control.sock}
        zones:
        """
            .formatted(plan.port()));
    for (DomainName origin : plan.origins()) {
      text.append("  - {origin: '%s', file: '%s'}\n".formatted(origin, plan.file(origin)));
    }
    Path file = Files.writeString(plan.folder().resolve("popdns.yaml"), text);
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path"),
        "org.popdns.cli.Popdns",
        "serve",
        "--config",
        file.toString(),
        "--state",
        plan.folder().resolve("state").toString());
  }
}
