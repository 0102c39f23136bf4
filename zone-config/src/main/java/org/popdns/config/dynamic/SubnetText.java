package org.popdns.config.dynamic;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.popdns.config.model.EmbeddedIpv4;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Span;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Form;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Scalars;
import org.popdns.record.RdataText;
import org.popdns.record.RecordType;

/**
 * A network as octoDNS takes it: an address alone, with the length of a prefix, or in IPv4 with a
 * mask, {@code 255.255.255.0} or {@code 0.0.0.255}. Immutable; read by the one thread that loads.
 */
record SubnetText(IpPrefix prefix, Span where) {

  private static final int IPV4_BITS = 32;

  /** The network; empty if the text is none, and then that is reported. */
  static Optional<SubnetText> read(Node node, FileProblems problems) {
    Optional<String> text =
        node instanceof ScalarNode scalar && scalar.form() == Form.TEXT
            ? Optional.of(scalar.text())
            : Optional.empty();
    if (text.isPresent()) {
      int slash = text.get().indexOf('/');
      String host = slash < 0 ? text.get() : text.get().substring(0, slash);
      Optional<byte[]> address = Scalars.parseAddress(host).map(InetAddress::getAddress);
      Optional<Integer> length =
          address.flatMap(
              bytes ->
                  slash < 0
                      ? Optional.of(bytes.length * Byte.SIZE)
                      : length(text.get().substring(slash + 1), bytes.length * Byte.SIZE));
      if (address.isPresent() && length.isPresent()) {
        return within(address.get(), length.get(), node.span(), problems);
      }
    }
    if (text.filter(SubnetText::isMapped).isPresent()) {
      problems.error(node.span(), "IPv4-mapped addresses count as IPv4: write the IPv4 network");
      return Optional.empty();
    }
    problems.error(
        node.span(),
        "a subnet must be a network such as 192.0.2.0/24 or 2001:db8::/48, not " + node.kind());
    return Optional.empty();
  }

  /** True for a network of such addresses, which Java takes for IPv4. */
  private static boolean isMapped(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    return Scalars.ipv6(host).isPresent() && Scalars.parseAddress(host).isEmpty();
  }

  private static Optional<SubnetText> within(
      byte[] address, int length, Span where, FileProblems problems) {
    IpPrefix prefix = IpPrefix.around(address, length);
    if (IpPrefix.hasHostBits(address, length)) {
      problems.error(
          where, "the address has bits beyond the prefix's length", Optional.of(text(prefix)));
      return Optional.empty();
    }
    if (address.length * Byte.SIZE > IPV4_BITS) {
      warnOfEmbedded(address, length, where, problems);
    }
    return Optional.of(new SubnetText(prefix, where));
  }

  /** Warns of a network in which nobody is: whoever has such an address counts as IPv4. */
  private static void warnOfEmbedded(
      byte[] address, int length, Span where, FileProblems problems) {
    ByteBuffer halves = ByteBuffer.wrap(address);
    long high = halves.getLong();
    long low = halves.getLong();
    boolean embedded = false;
    for (EmbeddedIpv4.Range range : EmbeddedIpv4.RANGES) {
      embedded |= isWithin(high, low, range) && length >= range.prefixBits();
    }
    if (!embedded) {
      return;
    }
    // Where an IPv4 address stands in the last bits of a Teredo address, the ones before differ.
    int before = EmbeddedIpv4.bitsBefore(high, low);
    int ipv4Length = length - before;
    Optional<String> meant =
        ipv4Length < 0 || ipv4Length > IPV4_BITS
            ? Optional.empty()
            : Optional.of(
                text(
                    IpPrefix.around(
                        ByteBuffer.allocate(4).putInt(EmbeddedIpv4.address(high, low)).array(),
                        ipv4Length)));
    problems.warning(
        where,
        "no client is in this network: IPv6 addresses that stand for IPv4 addresses count as those",
        meant);
  }

  private static boolean isWithin(long high, long low, EmbeddedIpv4.Range range) {
    boolean atOrBehind =
        high > range.firstHigh() || (high == range.firstHigh() && low >= range.firstLow());
    return atOrBehind
        && (high < range.endHigh() || (high == range.endHigh() && low < range.endLow()));
  }

  /** {@code 192.0.2.0/24} or {@code 2001:db8::/48}. */
  static String text(IpPrefix prefix) {
    byte[] network = prefix.network().getAddress();
    int type = network.length * Byte.SIZE == IPV4_BITS ? RecordType.A : RecordType.AAAA;
    return RdataText.of(type, network) + "/" + prefix.length();
  }

  private static Optional<Integer> length(String text, int most) {
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Integer.parseInt(text)).filter(length -> length <= most);
    }
    return most == IPV4_BITS ? Scalars.ipv4(text).flatMap(SubnetText::mask) : Optional.empty();
  }

  /** How many bits a mask leaves to the network, whichever side of it is ones. */
  private static Optional<Integer> mask(byte[] bytes) {
    int mask =
        (bytes[0] & 0xff) << 24
            | (bytes[1] & 0xff) << 16
            | (bytes[2] & 0xff) << 8
            | (bytes[3] & 0xff);
    int leading = Integer.numberOfLeadingZeros(~mask);
    if (mask << leading == 0 || leading == IPV4_BITS) {
      return Optional.of(leading);
    }
    int trailing = Integer.numberOfLeadingZeros(mask);
    return mask << trailing == -1 << trailing ? Optional.of(trailing) : Optional.empty();
  }
}
