package org.popdns.config.record;

import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Node;

/** How the values of a record type are written in YAML. Stateless. */
interface ValueShape {

  /**
   * Makes RDATA from one value.
   *
   * @param what the type's mnemonic, for messages
   * @return the RDATA, names in it uncompressed; empty if the value does not fit, and then that is
   *     reported
   */
  Optional<byte[]> read(Node value, String what, FileProblems problems);
}
