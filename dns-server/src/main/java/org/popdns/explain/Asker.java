package org.popdns.explain;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.write.AddressFormat;

/**
 * Who is taken to ask: a client, whose network the query's client subnet option says (RFC 7871), by
 * way of a resolver, which sends the query.
 *
 * @param client empty if the query has no such option
 * @param resolver empty if it is taken to stand where the client is
 */
record Asker(Optional<IpPrefix> client, Optional<InetAddress> resolver) {

  /** Nobody in particular. */
  static final Asker NOBODY = new Asker(Optional.empty(), Optional.empty());

  private static final int MAPPED_BITS = 96;
  private static final int OPTION_CODE = 8;
  private static final int FAMILY_IPV4 = 1;
  private static final int FAMILY_IPV6 = 2;
  private static final int OPTION_HEADER_BYTES = 4;
  private static final int OPTION_FIXED_BYTES = 4;

  /**
   * Reads what an operator gives. An IPv4 address in the form of an IPv6 address (RFC 4291
   * §2.5.5.2) is taken as the IPv4 address, in the option as well: no rule tells them apart.
   *
   * @param client {@code ADDRESS} or {@code ADDRESS/LENGTH}
   * @throws IllegalArgumentException with a line for the operator
   */
  static Asker of(Optional<String> client, Optional<String> resolver) {
    return new Asker(client.map(Asker::network), resolver.map(Asker::address));
  }

  private static IpPrefix network(String text) {
    int slash = text.indexOf('/');
    InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
    int bits = address.getAddress().length * Byte.SIZE;
    if (slash < 0) {
      return new IpPrefix(address, bits);
    }
    int shortest = address instanceof Inet4Address && text.indexOf(':') >= 0 ? MAPPED_BITS : 0;
    int longest = shortest + bits;
    String digits = text.substring(slash + 1);
    int length = digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
    if (length < shortest || length > longest) {
      throw new IllegalArgumentException(
          "'" + text + "' is no network: the length is " + shortest + " to " + longest);
    }
    return IpPrefix.around(address.getAddress(), length - shortest);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is not an IP address", e);
    }
  }

  /** Where the query is sent from; 0.0.0.0 if nobody asks in particular. */
  InetAddress source() {
    return resolver
        .or(() -> client.map(IpPrefix::network))
        .orElseGet(() -> InetAddress.ofLiteral("0.0.0.0"));
  }

  /** True if the network in the option decides, in a zone that goes by such options. */
  boolean decidesByClient() {
    // RFC 7871 §7.1.2: a source of 0 asks to be left out.
    return client.filter(network -> network.length() > 0).isPresent();
  }

  /**
   * The address that decides which rule holds.
   *
   * @param clientSubnet true if the zone goes by the client subnet option
   */
  InetAddress deciding(boolean clientSubnet) {
    return clientSubnet && decidesByClient() ? client.orElseThrow().network() : source();
  }

  /** Why that address decides, in words. */
  String clientRule(boolean clientSubnet) {
    if (client.isEmpty()) {
      return resolver.isPresent()
          ? "the resolver's address decides"
          : "the answer depends on the client: give --client or --resolver";
    }
    if (clientSubnet && decidesByClient()) {
      return "the client's network decides, by the client subnet option";
    }
    String why =
        decidesByClient()
            ? "the zone does not go by client subnets (ecs)"
            : "the client asks to be left out (source 0)";
    return "the resolver's address decides%s: %s"
        .formatted(resolver.isPresent() ? "" : ", taken to be the client's", why);
  }

  /** The EDNS option of the query; empty array if it has none (RFC 7871 §6). */
  byte[] option() {
    return client.map(Asker::option).orElseGet(() -> new byte[0]);
  }

  private static byte[] option(IpPrefix network) {
    byte[] address = network.network().getAddress();
    int bytes = Math.ceilDiv(network.length(), Byte.SIZE);
    ByteBuffer option = ByteBuffer.allocate(OPTION_HEADER_BYTES + OPTION_FIXED_BYTES + bytes);
    option.putShort((short) OPTION_CODE).putShort((short) (OPTION_FIXED_BYTES + bytes));
    boolean ipv4 = network.network() instanceof Inet4Address;
    option.putShort((short) (ipv4 ? FAMILY_IPV4 : FAMILY_IPV6));
    option.put((byte) network.length()).put((byte) 0).put(address, 0, bytes);
    return option.array();
  }

  /** The client as operators write it; empty if there is none. */
  Optional<String> clientText() {
    return client.map(
        network ->
            network.length() == network.network().getAddress().length * Byte.SIZE
                ? AddressFormat.of(network.network())
                : AddressFormat.of(network));
  }
}
