package org.popdns.config.probe;

import java.util.Optional;
import org.popdns.config.model.Probe;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Node.Entry;

/**
 * Reads one kind of probe from its key in a check. Stateless; used by the one thread that loads.
 */
public interface ProbeYaml {

  /** The key in a check. */
  String key();

  /** What it reads. */
  Class<? extends Probe> kind();

  /**
   * The probe; empty if it is refused, and then the problems say why.
   *
   * @param entry the key with what stands under it
   */
  Optional<Probe> read(Entry entry, FileProblems problems);
}
