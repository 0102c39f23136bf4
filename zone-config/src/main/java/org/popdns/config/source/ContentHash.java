package org.popdns.config.source;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What tells one content from another: the first half of its SHA-256. Whoever may write a zone's
 * file must not be able to make it pass for another's, so a checksum would not do.
 */
public record ContentHash(long high, long low) {

  /** How many bytes it takes. */
  public static final int LENGTH_BYTES = 16;

  /** The hash of a content. */
  public static ContentHash of(byte[] content) {
    MessageDigest digest = digest();
    digest.update(content);
    return ofDigest(digest);
  }

  /** The hash of what a {@link #digest} was given. */
  public static ContentHash ofDigest(MessageDigest digest) {
    return read(ByteBuffer.wrap(digest.digest()));
  }

  /** A digest for a content that comes in pieces. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Reads a hash that {@link #write} wrote. */
  public static ContentHash read(ByteBuffer from) {
    return new ContentHash(from.getLong(), from.getLong());
  }

  /** Writes it. */
  public void write(ByteBuffer to) {
    to.putLong(high).putLong(low);
  }

  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
