package org.popdns.map;

/** Text within XML 1.0. Pure. */
final class Xml {

  private static final char REPLACEMENT = '\ufffd';

  private Xml() {}

  /** The text as an element or an attribute has it; what XML can't have is replaced. */
  static String text(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints().forEach(character -> append(escaped, character));
    return escaped.toString();
  }

  private static void append(StringBuilder escaped, int character) {
    switch (character) {
      case '&' -> escaped.append("&amp;");
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '"' -> escaped.append("&quot;");
      default -> escaped.appendCodePoint(isAllowed(character) ? character : REPLACEMENT);
    }
  }

  /** XML 1.0, production 2. */
  private static boolean isAllowed(int character) {
    return character >= Character.MIN_SUPPLEMENTARY_CODE_POINT
        || (character >= 0xe000 && character <= 0xfffd)
        || (character >= ' ' && character < Character.MIN_SURROGATE)
        || character == '\n'
        || character == '\t';
  }
}
