package org.popdns.config.probe.icmp;

import java.util.Map;
import org.popdns.config.model.Probe;

/** An ICMP echo (RFC 792, RFC 4443 §4), which is answered by whatever has the address. */
public record IcmpProbe() implements Probe {
  static final String KEY = "icmp";

  @Override
  public String kind() {
    return KEY;
  }

  @Override
  public Map<String, String> properties() {
    return Map.of();
  }
}
