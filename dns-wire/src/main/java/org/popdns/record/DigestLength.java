package org.popdns.record;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A digest must be as long as its algorithm makes it. Algorithms that are not listed may have any
 * length, so that new ones work before this list knows them.
 *
 * @param algorithmAt where the algorithm's byte is in the RDATA
 * @param digestAt where the digest starts
 * @param lengthBytes the length of the digest by algorithm
 */
record DigestLength(int algorithmAt, int digestAt, Map<Integer, Integer> lengthBytes)
    implements RdataCheck {

  /** RFC 4509, RFC 6605: SHA-1, SHA-256, SHA-384, of which BIND, NSD and Knot are all strict. */
  static final DigestLength DS_IN_USE = new DigestLength(3, 4, Map.of(1, 20, 2, 32, 4, 48));

  /** The same, and GOST (RFC 5933), which BIND and NSD take at any length. */
  static final DigestLength DS = new DigestLength(3, 4, Map.of(1, 20, 2, 32, 3, 32, 4, 48));

  /** RFC 4255, RFC 6594: SHA-1, SHA-256. */
  static final DigestLength SSHFP = new DigestLength(1, 2, Map.of(1, 20, 2, 32));

  /** RFC 6698 §2.1.3: SHA-256, SHA-512. */
  static final DigestLength TLSA = new DigestLength(2, 3, Map.of(1, 32, 2, 64));

  /** RFC 8976 §2.2.3: SHA-384, SHA-512. */
  static final DigestLength ZONEMD = new DigestLength(5, 6, Map.of(1, 48, 2, 64));

  DigestLength {
    lengthBytes = Map.copyOf(lengthBytes);
  }

  @Override
  public @Nullable String problem(byte[] bytes, int from, int length) {
    int algorithm = bytes[from + algorithmAt] & 0xff;
    int digest = length - digestAt;
    int expected = lengthBytes.getOrDefault(algorithm, digest);
    return digest == expected
        ? null
        : "digest has " + digest + " bytes, but type " + algorithm + " makes " + expected;
  }
}
