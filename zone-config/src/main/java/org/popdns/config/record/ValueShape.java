package org.popdns.config.record;

import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Node;
import org.popdns.name.DomainName;

/** How the values of a record type are written in YAML. Stateless. */
interface ValueShape {

  /**
   * Makes RDATA from one value.
   *
   * @param what the type's mnemonic, for messages
   * @param zone the zone that the record is of, for messages
   * @return the RDATA, names in it uncompressed; empty if the value does not fit, and then that is
   *     reported
   */
  Optional<byte[]> read(Node value, String what, DomainName zone, FileProblems problems);
}
