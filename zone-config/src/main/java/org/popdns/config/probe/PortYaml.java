package org.popdns.config.probe;

import java.util.Optional;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Scalars;

/** Reads the port that a probe connects to. Stateless. */
public final class PortYaml {

  private PortYaml() {}

  /** The port, which has to stand there; empty if it is refused. */
  public static Optional<Integer> required(Fields fields, Scalars scalars) {
    return fields
        .required("port")
        .flatMap(node -> scalars.integer(node, "port", 1, 65535))
        .map(Long::intValue);
  }
}
