package org.popdns.config.model;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import org.popdns.record.RdataText;
import org.popdns.record.RecordType;

/**
 * What is probed: an address by a check. Plans that share both share the endpoint. Its identity is
 * the whole definition of the check and the address, so an endpoint whose check is unchanged over a
 * reload keeps its state.
 *
 * @param check how it is probed
 * @param address where
 */
public record Endpoint(Check check, InetAddress address) {

  /**
   * The RDATA by which an answer names the endpoint.
   *
   * @param type the type asked
   * @return empty if the endpoint is no answer to the type
   */
  public Optional<byte[]> rdata(int type) {
    return type == addressType() ? Optional.of(address.getAddress()) : Optional.empty();
  }

  /** As the operator knows it: {@code 192.0.2.21 (check web)}. */
  @Override
  public String toString() {
    return RdataText.of(addressType(), address.getAddress()) + " (check " + check.name() + ")";
  }

  private int addressType() {
    return address instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
  }
}
