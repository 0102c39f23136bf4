package org.popdns.config.record;

import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Node;
import org.popdns.name.DomainName;

/** A value that is a single scalar: an address, say. */
record ScalarShape(FieldKind kind) implements ValueShape {

  @Override
  public Optional<byte[]> read(Node value, String what, DomainName zone, FileProblems problems) {
    return kind.read(value, what + " record", zone, problems);
  }
}
