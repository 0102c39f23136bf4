package org.popdns.snapshot;

import java.security.SecureRandom;
import java.util.List;

/**
 * The secrets that server cookies are made with and checked against. Immutable. All nodes of an
 * anycast address have the same, so that a cookie from one is good at the others (RFC 9018 §5).
 */
public final class CookieSecrets {

  /** Length of a secret in bytes: SipHash's key. */
  public static final int SECRET_BYTES = 16;

  // Pairs of words: the first pair makes cookies, all of them are accepted.
  private final long[] keys;

  private CookieSecrets(long[] keys) {
    this.keys = keys;
  }

  /**
   * Secrets that all nodes share.
   *
   * @param secrets at least one, of {@link #SECRET_BYTES} each: the first makes cookies, all are
   *     accepted
   */
  public static CookieSecrets of(List<byte[]> secrets) {
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("no secret");
    }
    long[] keys = new long[secrets.size() * 2];
    for (int i = 0; i < secrets.size(); i++) {
      byte[] secret = secrets.get(i);
      if (secret.length != SECRET_BYTES) {
        throw new IllegalArgumentException("a secret of " + secret.length + " bytes");
      }
      keys[2 * i] = littleEndian(secret, 0);
      keys[2 * i + 1] = littleEndian(secret, Long.BYTES);
    }
    return new CookieSecrets(keys);
  }

  /** A secret of this process alone. */
  public static CookieSecrets random() {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return of(List.of(secret));
  }

  private static long littleEndian(byte[] bytes, int from) {
    long word = 0;
    for (int i = Long.BYTES - 1; i >= 0; i--) {
      word = word << 8 | (bytes[from + i] & 0xff);
    }
    return word;
  }

  /** How many secrets there are. */
  public int count() {
    return keys.length / 2;
  }

  /**
   * The first half of a secret, its first byte the lowest.
   *
   * @param secret which one, 0 for the one that makes cookies
   */
  public long low(int secret) {
    return keys[2 * secret];
  }

  /** The second half of a secret, as {@link #low}. */
  public long high(int secret) {
    return keys[2 * secret + 1];
  }

  /** Tells how many there are, not what they are. */
  @Override
  public String toString() {
    return count() + " secrets";
  }
}
