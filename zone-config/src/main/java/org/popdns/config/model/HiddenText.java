package org.popdns.config.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A password, a token or the like. Immutable; never shown as it is. */
public final class HiddenText {

  private static final int FINGERPRINT_BYTES = 4;

  private final String text;

  public HiddenText(String text) {
    this.text = text;
  }

  /** What is hidden. */
  public String reveal() {
    return text;
  }

  /** Eight hexadecimal digits by which two of them can be seen to be the same. */
  public String fingerprint() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HiddenText hidden && hidden.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The fingerprint. */
  @Override
  public String toString() {
    return fingerprint();
  }
}
