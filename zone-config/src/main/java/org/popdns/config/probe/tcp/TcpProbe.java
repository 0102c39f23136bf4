package org.popdns.config.probe.tcp;

import java.util.Map;
import org.popdns.config.model.Probe;

/** A TCP connection that is established and closed at once. */
public record TcpProbe(int port) implements Probe.OverTcp {
  static final String KEY = "tcp";

  @Override
  public String kind() {
    return KEY;
  }

  @Override
  public TcpProbe withPort(int other) {
    return new TcpProbe(other);
  }

  @Override
  public Map<String, String> properties() {
    return Map.of("port", Integer.toString(port));
  }
}
