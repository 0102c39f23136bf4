package org.popdns.config.probe.tcp;

import java.util.Optional;
import org.popdns.config.model.Probe;
import org.popdns.config.probe.PortYaml;
import org.popdns.config.probe.ProbeYaml;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Scalars;

/** Reads {@code tcp}. */
public final class TcpYaml implements ProbeYaml {

  /** For the key {@code tcp}. */
  public TcpYaml() {}

  @Override
  public String key() {
    return TcpProbe.KEY;
  }

  @Override
  public Class<TcpProbe> kind() {
    return TcpProbe.class;
  }

  @Override
  public Optional<Probe> read(Entry entry, FileProblems problems) {
    return Fields.of(entry.value(), key(), entry.key().span(), problems)
        .flatMap(
            fields -> {
              Optional<Integer> port = PortYaml.required(fields, new Scalars(problems));
              fields.refuseUnknown();
              return port.map(TcpProbe::new);
            });
  }
}
