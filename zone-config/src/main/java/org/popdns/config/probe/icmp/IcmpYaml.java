package org.popdns.config.probe.icmp;

import java.util.Optional;
import org.popdns.config.model.Probe;
import org.popdns.config.probe.ProbeYaml;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node.Entry;

/** Reads {@code icmp}. */
public final class IcmpYaml implements ProbeYaml {

  /** For the key {@code icmp}. */
  public IcmpYaml() {}

  @Override
  public String key() {
    return IcmpProbe.KEY;
  }

  @Override
  public Class<IcmpProbe> kind() {
    return IcmpProbe.class;
  }

  @Override
  public Optional<Probe> read(Entry entry, FileProblems problems) {
    return Fields.of(entry.value(), key(), entry.key().span(), problems)
        .map(
            fields -> {
              fields.refuseUnknown();
              return new IcmpProbe();
            });
  }
}
