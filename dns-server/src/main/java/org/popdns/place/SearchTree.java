package org.popdns.place;

import com.maxmind.db.InvalidDatabaseException;
import java.io.IOException;

/**
 * The networks of a database in MaxMind's format, in the order of their addresses. The library
 * makes an object of each network, of which there are a million; this only walks over them. Used by
 * one thread, once.
 *
 * <pre>
 *   the file begins with nodeCount nodes of two records of 24, 28 or 32 bits
 *     28 bits: low 24 bits of the left, the upper 4 bits of both, low 24 bits of the right
 *   a record is a node's number; or nodeCount: no data; or beyond: where data stand
 * </pre>
 *
 * <p>In a tree for IPv6, IPv4 is below 96 zero bits. Whatever leads there by another way (mapped,
 * 6to4, Teredo) is an alias of it, and is passed over; what stands below the mapped addresses is
 * passed over in any case, for they are looked up as IPv4.
 */
final class SearchTree {

  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;
  private static final int IPV4_DEPTH = 96;

  /** The bits before a mapped address's own (RFC 4291 §2.5.5.2), in the lower half. */
  private static final long MAPPED = 0xffff;

  private final byte[] file;
  private final int nodeCount;
  private final int recordBits;
  private final int ipVersion;
  private final Visitor visitor;
  private final long mostVisits;
  private long visits;
  private long ipv4Root = -1;

  /** Told of each network that has data. */
  interface Visitor {

    /** A network of IPv4. */
    void ipv4(int first, int length, long data) throws IOException;

    /** A network of IPv6. */
    void ipv6(long high, long low, int length, long data) throws IOException;
  }

  private SearchTree(byte[] file, int nodeCount, int recordBits, int ipVersion, Visitor visitor) {
    this.file = file;
    this.nodeCount = nodeCount;
    this.recordBits = recordBits;
    this.ipVersion = ipVersion;
    this.visitor = visitor;
    // Each node once; more, for trees that share parts.
    this.mostVisits = 4L * nodeCount + IPV6_BITS;
  }

  /**
   * Walks over all networks.
   *
   * @param ipVersion 4 or 6
   * @throws IOException if it is no such tree
   */
  static void walk(byte[] file, long nodeCount, int recordBits, int ipVersion, Visitor visitor)
      throws IOException {
    if (recordBits != 24 && recordBits != 28 && recordBits != 32) {
      throw new InvalidDatabaseException("its records have " + recordBits + " bits");
    }
    if (nodeCount * recordBits / 4 > file.length) {
      throw new InvalidDatabaseException("it ends within its tree");
    }
    if (ipVersion != 4 && ipVersion != 6) {
      throw new InvalidDatabaseException("it is of IP version " + ipVersion);
    }
    new SearchTree(file, (int) nodeCount, recordBits, ipVersion, visitor).walk(0, 0, 0, 0);
  }

  private void walk(long node, int depth, long high, long low) throws IOException {
    if (ipVersion == 6 && high == 0 && low >>> IPV4_BITS == MAPPED) {
      return;
    }
    boolean ipv4Here =
        ipVersion == 4 || (depth >= IPV4_DEPTH && high == 0 && low >>> IPV4_BITS == 0);
    if (node > nodeCount) {
      leaf(node - nodeCount, depth, high, low, ipv4Here);
      return;
    }
    int bits = ipVersion == 4 ? IPV4_BITS : IPV6_BITS;
    if (node == nodeCount || (node == ipv4Root && depth > 0 && !ipv4Here)) {
      return;
    }
    if (depth == bits || ++visits > mostVisits) {
      throw new InvalidDatabaseException("its tree does not end");
    }
    if (ipVersion == 6 && depth == IPV4_DEPTH && ipv4Here) {
      ipv4Root = node;
    }
    walk(child(node, 0), depth + 1, high, low);
    long bit = 1L << (Long.SIZE - 1 - depth % Long.SIZE);
    if (depth < Long.SIZE) {
      walk(child(node, 1), depth + 1, high | bit, low);
    } else {
      walk(child(node, 1), depth + 1, high, low | bit);
    }
  }

  private void leaf(long data, int depth, long high, long low, boolean isIpv4) throws IOException {
    if (ipVersion == 4) {
      visitor.ipv4((int) (high >>> IPV4_BITS), depth, data);
    } else if (isIpv4) {
      visitor.ipv4((int) low, depth - IPV4_DEPTH, data);
    } else {
      visitor.ipv6(high, low, depth, data);
    }
  }

  private long child(long node, int right) {
    int at = (int) (node * recordBits / 4);
    return switch (recordBits) {
      case 24 -> u24(at + 3 * right);
      case 28 ->
          right == 0
              ? (long) (file[at + 3] & 0xf0) << 20 | u24(at)
              : (long) (file[at + 3] & 0x0f) << 24 | u24(at + 4);
      default -> (long) u24(at + 4 * right) << 8 | (file[at + 4 * right + 3] & 0xff);
    };
  }

  private int u24(int at) {
    return (file[at] & 0xff) << 16 | (file[at + 1] & 0xff) << 8 | (file[at + 2] & 0xff);
  }
}
