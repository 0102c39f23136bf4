package org.popdns.record;

import org.jspecify.annotations.Nullable;

/**
 * What a field of RDATA is: how it is written as text, and what its bytes must look like.
 * Immutable; any thread. Each kind is written by one of this package's classes.
 */
public abstract class FieldKind {

  /** A field whose length depends on what is in it. */
  static final int ANY_LENGTH = -1;

  /** How many words of a master file a field takes. */
  public enum Extent {
    /** Exactly one. */
    ONE,
    /** One, or none where it is left out. */
    AT_MOST_ONE,
    /** All that are left, which together are one value: words are joined. */
    REST,
    /** All that are left, each of them a value. */
    LIST
  }

  /** What may be in a field, as far as other formats write it otherwise than master files do. */
  public enum Content {
    /** A name. */
    NAME,
    /** Names. */
    NAMES,
    /** A text. */
    TEXT,
    /** Texts. */
    TEXTS,
    /** Parameters with their values. */
    PARAMETERS,
    /** Anything else, which is written without quotes and escapes. */
    OTHER
  }

  private final Extent extent;
  private final String expected;

  FieldKind(Extent extent, String expected) {
    this.extent = extent;
    this.expected = expected;
  }

  /** How many words it takes. */
  public final Extent extent() {
    return extent;
  }

  /** What is written there, as it stands behind "must be": {@code an IPv4 address}. */
  public final String expected() {
    return expected;
  }

  /** The highest number that may stand there, as an unsigned one; 0 if it is no plain number. */
  public long highest() {
    return 0;
  }

  /** What is in it, as far as other formats write it otherwise than master files do. */
  public Content content() {
    return Content.OTHER;
  }

  /** How many bytes it takes on the wire, or {@link #ANY_LENGTH}. */
  int lengthBytes() {
    return ANY_LENGTH;
  }

  /** True for a name that is lower-case in canonical form (RFC 4034 §6.2, RFC 6840 §5.1). */
  boolean isLowerCaseWhenCanonical() {
    return false;
  }

  /**
   * Takes words, puts bytes.
   *
   * @return false if the words do not fit, and then {@code in} has been told why
   */
  abstract boolean read(RdataReader in);

  /**
   * Goes over the field's bytes.
   *
   * @return what is wrong with them, as it stands behind the field's name: {@code is cut off}; null
   *     if they are well formed
   */
  abstract @Nullable String skip(RdataCursor wire);

  /**
   * Goes over bytes that {@link #skip} found well formed, and adds their text.
   *
   * @return false if no text makes these bytes
   */
  abstract boolean write(RdataCursor wire, StringBuilder text);
}
