package org.popdns.differential.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** popdns, as an operator starts it, from the libraries that this program runs with. */
public final class Popdns implements Software {

  @Override
  public String name() {
    return "popdns";
  }

  @Override
  public List<String> prepare(Plan plan) throws IOException {
    Path file =
        Files.writeString(
            plan.folder().resolve("popdns.yaml"),
            """
            listen: ["127.0.0.1:%d"]
            admin: {http: "127.0.0.1:0", socket: control.sock}
            zones: %s
            """
                .formatted(plan.port(), plan.zones()));
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
