package org.popdns.differential.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.popdns.name.DomainName;

/** A nameserver that can be started with zones. Stateless. */
public interface Software {

  /** What the report calls it. */
  String name();

  /**
   * Writes the configuration.
   *
   * @param plan where, and with which zones
   * @return the command that runs the server in the foreground
   */
  List<String> prepare(Plan plan) throws IOException;

  /**
   * What a server is to do.
   *
   * @param folder for all that it writes; exists and is empty
   * @param port of 127.0.0.1, UDP and TCP
   * @param zones the folder of the master files
   * @param origins the zones
   */
  record Plan(Path folder, int port, Path zones, List<DomainName> origins) {

    /** Copies the list. */
    public Plan {
      origins = List.copyOf(origins);
    }

    /** The master file of a zone. */
    public Path file(DomainName origin) {
      return zones.resolve(fileName(origin));
    }
  }

  /** The name of a zone's master file, as popdns expects it. */
  static String fileName(DomainName origin) {
    return origin.isRoot() ? ".zone" : origin + "zone";
  }
}
