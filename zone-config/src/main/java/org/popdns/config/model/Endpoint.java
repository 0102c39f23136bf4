package org.popdns.config.model;

import java.net.InetAddress;
import java.util.Optional;

/**
 * What is probed: a target by a check. Plans that share both share the endpoint. Its identity is
 * the whole definition of the check and the target, so an endpoint whose check is unchanged over a
 * reload keeps its state.
 *
 * @param check how it is probed
 * @param target where
 */
public record Endpoint(Check check, Target target) {

  /** An endpoint at an address. */
  public Endpoint(Check check, InetAddress address) {
    this(check, new Target.Address(address));
  }

  /**
   * The RDATA by which an answer names the endpoint.
   *
   * @param type the type asked
   * @return empty if the endpoint is no answer to the type
   */
  public Optional<byte[]> rdata(int type) {
    return target.rdata(type);
  }

  /** As the operator knows it: {@code 192.0.2.21 (check web)}. */
  @Override
  public String toString() {
    return target + " (" + check.words() + ")";
  }
}
