package org.popdns.answer;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.popdns.config.model.IpPrefix;
import org.popdns.name.DomainName;

/**
 * One query that was set aside by a {@link QueryTap}: what was asked, and in which networks the
 * client is; no longer than /24 or /48, in which single clients can't be told apart. Small, as
 * there are thousands; immutable.
 */
public final class SampledQuery {

  /** In a network's shape: it is one of IPv4. */
  static final int IPV4 = 0x40;

  /** The shape of no network. */
  static final int NO_NETWORK = 0x80;

  private static final int LENGTH = 0x3f;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;

  private final byte[] name;
  private final int type;
  private final byte senderShape;
  private final byte subnetShape;
  private final long sender;
  private final long subnet;

  SampledQuery(
      byte[] name, int type, byte senderShape, long sender, byte subnetShape, long subnet) {
    this.name = name;
    this.type = type;
    this.senderShape = senderShape;
    this.sender = sender;
    this.subnetShape = subnetShape;
    this.subnet = subnet;
  }

  /** The name asked, as the client wrote it. */
  public DomainName name() {
    return DomainName.ofWire(name);
  }

  /** The type asked. */
  public int type() {
    return type;
  }

  /** The network that the query came from: the resolver's. */
  public IpPrefix sender() {
    return network(senderShape, sender);
  }

  /** The network in the query's client subnet option (RFC 7871); empty if it names none. */
  public Optional<IpPrefix> clientSubnet() {
    return (subnetShape & NO_NETWORK) != 0
        ? Optional.empty()
        : Optional.of(network(subnetShape, subnet));
  }

  private static IpPrefix network(byte shape, long bits) {
    byte[] address = new byte[(shape & IPV4) != 0 ? IPV4_BYTES : IPV6_BYTES];
    byte[] first = ByteBuffer.allocate(Long.BYTES).putLong(bits).array();
    System.arraycopy(first, 0, address, 0, Math.min(first.length, address.length));
    return IpPrefix.around(address, shape & LENGTH);
  }
}
