package org.popdns.config.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A secret that server cookies are made with (RFC 9018 §4.4). Immutable; never shown as it is. */
public final class CookieSecret {

  /** Length in bytes. */
  public static final int LENGTH_BYTES = 16;

  private static final int FINGERPRINT_BYTES = 4;

  private final byte[] bytes;

  /**
   * A secret.
   *
   * @param bytes {@link #LENGTH_BYTES} of them; copied
   */
  public CookieSecret(byte[] bytes) {
    if (bytes.length != LENGTH_BYTES) {
      throw new IllegalArgumentException("a secret of " + bytes.length + " bytes");
    }
    this.bytes = bytes.clone();
  }

  /** A copy of its bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Eight hexadecimal digits by which two nodes can be seen to have the same secret. */
  public String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CookieSecret secret && Arrays.equals(bytes, secret.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The fingerprint. */
  @Override
  public String toString() {
    return fingerprint();
  }
}
