package org.popdns.record;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the expression of a NAPTR record (RFC 3403 §4.1): it is {@code
 * !pattern!replacement!flags} with any delimiter (RFC 3402 §3.2). NSD and Knot serve whatever
 * stands there, BIND refuses what clients can't use. Stateless.
 */
final class NaptrDoubt {

  /** Judges the field regexp. */
  static final RdataCheck CHECK = NaptrDoubt::problem;

  private NaptrDoubt() {}

  private static @Nullable String problem(byte[] bytes, int from, int length) {
    RdataCursor wire = new RdataCursor().over(bytes, from, length);
    wire.skip(4);
    for (int field = 0; field < 2; field++) { // flags and services
      if (wire.skipString() != null) {
        return null;
      }
    }
    int count = wire.u8();
    String wrong = count == 0 ? null : judged(bytes, wire.at(), wire.at() + count);
    return wrong == null ? null : "regexp " + wrong + "; BIND refuses the zone";
  }

  private static @Nullable String judged(byte[] text, int from, int to) {
    byte delimiter = text[from];
    if (delimiter == '\\' || delimiter == 'i' || Ascii.isDigit(delimiter)) {
      return "begins with a backslash, a digit or 'i', none of which can be its delimiter";
    }
    int pattern = from + 1;
    int patternEnd = delimiter(text, pattern, to, delimiter);
    int replacement = patternEnd + 1;
    int replacementEnd = patternEnd < 0 ? -1 : delimiter(text, replacement, to, delimiter);
    if (replacementEnd < 0) {
      return "lacks the delimiter that ends its "
          + (patternEnd < 0 ? "pattern" : "replacement")
          + ", such as in !pattern!replacement!";
    }
    for (int i = replacementEnd + 1; i < to; i++) {
      if (text[i] != 'i') {
        return "has flags other than 'i' behind its last delimiter";
      }
    }
    RegularExpression expression = new RegularExpression(text, pattern, patternEnd);
    if (!expression.isValid()) {
      return "has a pattern that is no POSIX extended regular expression";
    }
    for (int i = replacement; i < replacementEnd; i++) {
      if (text[i] == '\\' && Ascii.isDigit(text[++i])) {
        int group = text[i] - '0';
        if (group == 0 || group > expression.groups()) {
          return "has \\" + group + " in its replacement, and no such group in its pattern";
        }
      }
    }
    return null;
  }

  /** Where the next delimiter is that no backslash takes the meaning from; -1 if there is none. */
  private static int delimiter(byte[] text, int from, int to, byte delimiter) {
    for (int i = from; i < to; i++) {
      if (text[i] == '\\') {
        i++;
      } else if (text[i] == delimiter) {
        return i;
      }
    }
    return -1;
  }
}
