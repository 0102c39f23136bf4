package org.popdns.config.record;

import java.util.Map;
import java.util.Optional;

/**
 * A digest must be as long as its algorithm makes it. Algorithms that are not listed may have any
 * length, so that new ones work before this list knows them.
 *
 * @param algorithmOffset where the algorithm's byte is in the RDATA
 * @param digestOffset where the digest starts
 * @param lengthBytes the length of the digest by algorithm
 */
record DigestLength(int algorithmOffset, int digestOffset, Map<Integer, Integer> lengthBytes)
    implements RdataCheck {

  /** RFC 4509, RFC 6605: SHA-1, SHA-256, GOST, SHA-384. */
  static final DigestLength DS = new DigestLength(3, 4, Map.of(1, 20, 2, 32, 3, 32, 4, 48));

  /** RFC 4255, RFC 6594: SHA-1, SHA-256. */
  static final DigestLength SSHFP = new DigestLength(1, 2, Map.of(1, 20, 2, 32));

  /** RFC 6698 §2.1.3: SHA-256, SHA-512. */
  static final DigestLength TLSA = new DigestLength(2, 3, Map.of(1, 32, 2, 64));

  DigestLength {
    lengthBytes = Map.copyOf(lengthBytes);
  }

  @Override
  public Optional<String> problem(byte[] rdata) {
    int algorithm = rdata[algorithmOffset] & 0xff;
    int length = rdata.length - digestOffset;
    int expected = lengthBytes.getOrDefault(algorithm, length);
    return length == expected
        ? Optional.empty()
        : Optional.of(
            "digest has " + length + " bytes, but type " + algorithm + " makes " + expected);
  }
}
