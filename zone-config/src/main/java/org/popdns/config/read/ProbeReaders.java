package org.popdns.config.read;

import java.util.List;
import java.util.stream.Collectors;
import org.popdns.config.probe.ProbeYaml;
import org.popdns.config.probe.http.HttpYaml;
import org.popdns.config.probe.icmp.IcmpYaml;
import org.popdns.config.probe.tcp.TcpYaml;

/** The kinds of probes that a check can have, in the order of the documentation. Stateless. */
public final class ProbeReaders {

  /** A reader for each key. */
  public static final List<ProbeYaml> ALL =
      List.of(HttpYaml.plain(), HttpYaml.secure(), new TcpYaml(), new IcmpYaml());

  private ProbeReaders() {}

  /** Their keys within a sentence: {@code 'tcp' or 'icmp'}. */
  static String oneOf() {
    String quoted =
        ALL.stream().map(reader -> "'" + reader.key() + "'").collect(Collectors.joining(", "));
    int last = quoted.lastIndexOf(", ");
    return quoted.substring(0, last) + " or" + quoted.substring(last + 1);
  }
}
