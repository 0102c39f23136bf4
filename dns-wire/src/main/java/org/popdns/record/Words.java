package org.popdns.record;

/**
 * The words of a record in presentation format (RFC 1035 §5.1), where they stand in a file. Escapes
 * are still in them, quotes around them are not.
 */
public interface Words {

  /** The file. */
  byte[] bytes();

  /** How many words there are. */
  int count();

  /** Where a word begins in the bytes, behind its opening quote. */
  int from(int word);

  /** Where a word ends, before its closing quote. */
  int to(int word);

  /** True if it stands in quotes. */
  boolean isQuoted(int word);

  /** True if a backslash in it takes the meaning from, or gives one to, what follows. */
  boolean isEscaped(int word);
}
