package org.popdns.answer;

/**
 * SipHash-2-4 of the lengths that server cookies need (RFC 9018 §4.4): a keyed hash that can't be
 * guessed without the key and costs some 20 ns. Pure functions; they allocate nothing.
 */
final class SipHash {

  private SipHash() {}

  /**
   * The hash of 20 bytes.
   *
   * @param key0 the key's first eight bytes, the first the lowest
   * @param key1 the key's last eight bytes
   * @param word0 the message's first eight bytes, the first the lowest
   * @param word1 the next eight bytes
   * @param rest the last four bytes, the first the lowest; the high half is 0
   * @return the hash's eight bytes, the first the lowest
   */
  static long ofTwentyBytes(long key0, long key1, long word0, long word1, long rest) {
    return hash(key0, key1, word0, word1, 0, 0, false, rest | 20L << 56);
  }

  /**
   * The hash of 32 bytes.
   *
   * @param key0 the key's first eight bytes, the first the lowest
   * @param key1 the key's last eight bytes
   * @param word0 the message's first eight bytes, the first the lowest
   * @param word1 the next eight bytes
   * @param word2 the next eight bytes
   * @param word3 the last eight bytes
   * @return the hash's eight bytes, the first the lowest
   */
  static long ofThirtyTwoBytes(
      long key0, long key1, long word0, long word1, long word2, long word3) {
    return hash(key0, key1, word0, word1, word2, word3, true, 32L << 56);
  }

  // One method with its state in local variables, so that the state stays in registers.
  private static long hash(
      long key0,
      long key1,
      long word0,
      long word1,
      long word2,
      long word3,
      boolean four,
      long last) {
    long v0 = key0 ^ 0x736f6d6570736575L;
    long v1 = key1 ^ 0x646f72616e646f6dL;
    long v2 = key0 ^ 0x6c7967656e657261L;
    long v3 = key1 ^ 0x7465646279746573L;
    int words = four ? 4 : 2;
    for (int i = 0; i <= words + 2; i++) {
      // Two rounds for each word, the last included; four at the end.
      long word =
          i == words
              ? last
              : switch (i) {
                case 0 -> word0;
                case 1 -> word1;
                case 2 -> word2;
                case 3 -> word3;
                default -> 0;
              };
      boolean absorbing = i <= words;
      if (absorbing) {
        v3 ^= word;
      } else if (i == words + 1) {
        v2 ^= 0xff;
      }
      for (int round = 0; round < 2; round++) {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
      }
      if (absorbing) {
        v0 ^= word;
      }
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }
}
