package org.popdns.answer;

import org.jspecify.annotations.Nullable;
import org.popdns.config.model.EmbeddedIpv4;
import org.popdns.snapshot.CompiledZone;
import org.popdns.snapshot.RegionTable;
import org.popdns.wire.Query;
import org.popdns.wire.WireFormat;

/**
 * Who the client is, for whom an answer is chosen, and for how wide a network the answer holds (RFC
 * 7871 §7.2.1). Found out when an answer comes to the first slot that tells clients apart, then
 * kept for the answer's other slots and for the {@link OptRecord}. One per {@link Exchange},
 * overwritten by each message.
 *
 * <p>The client is the network of the query's client subnet option, if the zone goes by it and the
 * option says one (a source of 0 asks to be left out, RFC 7871 §7.1.2); else who sent the message.
 * Only in the first case does the scope say more than 0, and only what is in the answer section, or
 * would be there, counts for it (RFC 7871 §7.3.1): the longest of its prefixes.
 */
final class Choice {

  private static final int SUBNET_ADDRESS = 4;
  private static final int SUBNET_SOURCE = 2;
  private static final int FAMILY_IPV4 = 1;

  /** By networks of these lengths clients are hashed: what is routed is mostly no narrower. */
  static final int IPV4_NETWORK_BITS = 24;

  static final int IPV6_NETWORK_BITS = 48;

  private final Exchange asked;
  private boolean known;
  private boolean byOption;
  private int scope;

  // The client: an IPv4 address in the lower half's lowest bits, or an IPv6 address.
  private boolean ipv4;
  private long high;
  private long low;

  Choice(Exchange asked) {
    this.asked = asked;
  }

  /** Begins with a message that was read: nothing is chosen for its client yet. */
  void begin() {
    known = false;
    scope = 0;
  }

  /** The SCOPE PREFIX-LENGTH: how many bits of the client's address decided, 0 to 128. */
  int scope() {
    return scope;
  }

  /**
   * The region that the client is in.
   *
   * @param table the regions; null if there is only one
   * @param zone that answers
   * @param section of the answer, as {@link Exchange} tells them apart
   */
  int region(@Nullable RegionTable table, CompiledZone zone, int section) {
    if (table == null) {
      return 0;
    }
    findClient(zone);
    int found = ipv4 ? table.ofIpv4((int) low) : table.ofIpv6(high, low);
    deepen(section, RegionTable.scope(found));
    return RegionTable.region(found);
  }

  /**
   * The network that the client is hashed by; parameters as above.
   *
   * @return a number that no other network has
   */
  long network(CompiledZone zone, int section) {
    findClient(zone);
    if (ipv4) {
      return ipv4Network((int) low, 0, section);
    }
    int before = EmbeddedIpv4.bitsBefore(high, low);
    if (before != EmbeddedIpv4.NONE) {
      return ipv4Network(EmbeddedIpv4.address(high, low), before, section);
    }
    deepen(section, IPV6_NETWORK_BITS);
    return high >>> (Long.SIZE - IPV6_NETWORK_BITS) | 1L << IPV6_NETWORK_BITS;
  }

  private long ipv4Network(int address, int bitsBefore, int section) {
    deepen(section, bitsBefore + IPV4_NETWORK_BITS);
    return Integer.toUnsignedLong(address) >>> (Integer.SIZE - IPV4_NETWORK_BITS);
  }

  private void deepen(int section, int bits) {
    if (byOption && section == Exchange.ANSWER && bits > scope) {
      scope = bits;
    }
  }

  private void findClient(CompiledZone zone) {
    if (known) {
      return;
    }
    known = true;
    byOption = zone.usesClientSubnet() && asked.query.subnetLength() > SUBNET_ADDRESS;
    if (byOption) {
      readOption(asked.query);
    } else {
      ipv4 = asked.client.protocol().isIpv4();
      high = asked.client.addressHigh();
      low = asked.client.addressLow();
    }
  }

  /** Reads a well-formed option with an address, of which the bits behind the source are zero. */
  private void readOption(Query query) {
    long option = query.subnetOffset();
    long address = option + SUBNET_ADDRESS;
    int source = WireFormat.u8(asked.request, option + SUBNET_SOURCE);
    ipv4 = WireFormat.u16(asked.request, option) == FAMILY_IPV4;
    // At least one byte of each word is the option's; behind the message eight can be read.
    if (ipv4) {
      int mask = -1 << (Integer.SIZE - source);
      high = 0;
      low = (WireFormat.s32(asked.request, address) & mask) & 0xffff_ffffL;
    } else {
      high = masked(WireFormat.s64(asked.request, address), Math.min(source, Long.SIZE));
      low =
          source > Long.SIZE
              ? masked(WireFormat.s64(asked.request, address + Long.BYTES), source - Long.SIZE)
              : 0;
    }
  }

  /** The first bits of a word, at least one, and zeros. */
  private static long masked(long word, int bits) {
    return word & -1L << (Long.SIZE - bits);
  }
}
