package org.popdns.answer;

/**
 * Rendezvous hashing: each client's network goes to the candidate whose score with it is best. When
 * a candidate leaves, only its networks go elsewhere, and to each of the others as many as its
 * weight says; when it comes back, the same come back. Pure functions, equal on every machine; they
 * allocate nothing.
 */
public final class Rendezvous {

  private static final int UNIFORM_BITS = 53;
  private static final double UNIFORM_UNIT = 0x1p-53;

  private Rendezvous() {}

  /**
   * The number of a client's network, as workers hash it.
   *
   * @param address in network order, of four bytes or sixteen; one of IPv6 that stands for an IPv4
   *     address as that one
   */
  public static long network(byte[] address) {
    long bits = 0;
    int bytes =
        address.length == Integer.BYTES ? Choice.IPV4_NETWORK_BITS : Choice.IPV6_NETWORK_BITS;
    bytes /= Byte.SIZE;
    for (int i = 0; i < bytes; i++) {
      bits = bits << Byte.SIZE | (address[i] & 0xff);
    }
    return address.length == Integer.BYTES ? bits : bits | 1L << Choice.IPV6_NETWORK_BITS;
  }

  /** 32 bits by which networks are parted, whatever candidates there are. */
  public static int spread(long network) {
    return (int) (mix(mix(network)) >>> Integer.SIZE);
  }

  /** What the scores of a client's network with all candidates begin with. */
  public static long begin(long network) {
    return mix(network);
  }

  /**
   * The score of candidates of one weight; the least is the best.
   *
   * @param begun of the client's network, by {@link #begin}
   * @param candidate its hash
   */
  public static double score(long begun, long candidate) {
    return -(double) uniform(begun, candidate);
  }

  /**
   * The score of a candidate beside others of other weights. The negative logarithm of a uniform
   * number, divided by the weight, is the least of all as often as the weight is its share of their
   * sum; among equal weights the order is that of {@link #score}.
   *
   * @param weight at least 1
   */
  public static double weightedScore(long begun, long candidate, int weight) {
    // StrictMath: the same to the last bit at every node.
    return -StrictMath.log(uniform(begun, candidate) * UNIFORM_UNIT) / weight;
  }

  /** 1 to 2^53. */
  private static long uniform(long begun, long candidate) {
    return (mix(begun + candidate) >>> (Long.SIZE - UNIFORM_BITS)) + 1;
  }

  /** A bijection in which each bit of the input changes about half of those of the output. */
  private static long mix(long value) {
    long mixed = value + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
