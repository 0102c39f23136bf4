package org.popdns.health;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import org.popdns.config.model.Check;

/**
 * What is probed: an address by a check. Clusters that share both share the endpoint. Its identity
 * is the whole definition of the check and the address, so an endpoint whose check is unchanged
 * over a reload keeps its state.
 *
 * @param check how it is probed
 * @param address where
 */
public record Endpoint(Check check, InetAddress address) {

  /** As the operator knows it: {@code 192.0.2.21 (check web)}. */
  @Override
  public String toString() {
    return NetUtil.toAddressString(address) + " (check " + check.name() + ")";
  }
}
