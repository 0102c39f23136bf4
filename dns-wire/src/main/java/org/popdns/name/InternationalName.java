package org.popdns.name;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Names as people write them, in any script, and as they are served: each label with a letter
 * beyond ASCII becomes an A-label (IDNA 2008, RFC 5890 to 5892). Letters are lower-cased and
 * composed first; {@code ß} and {@code ς} stay what they are. Stateless, any thread.
 *
 * <p>What RFC 5892 disallows is refused, by the Unicode data of the JDK. Two of its rules take data
 * that the JDK does not give, and are looser here: what may stand before a joiner (appendix A.1),
 * and the direction of scripts (RFC 5893). Neither changes the bytes of a name.
 */
public final class InternationalName {

  private static final String PREFIX = "xn--";
  private static final String DOTS = "[.\u3002\uff0e\uff61]";

  // RFC 5892 §2.6.
  private static final String ALWAYS = "\u00df\u03c2\u06fd\u06fe\u0f0b\u3007";
  private static final String NEVER =
      "\u0640\u07fa\u302e\u302f\u3031\u3032\u3033\u3034\u3035\u303b";

  private static final int DOTLESS_I = 0x131;
  private static final int NON_JOINER = 0x200c;
  private static final int JOINER = 0x200d;

  private static final Set<UnicodeScript> CURSIVE =
      EnumSet.of(
          UnicodeScript.ARABIC,
          UnicodeScript.SYRIAC,
          UnicodeScript.NKO,
          UnicodeScript.MANDAIC,
          UnicodeScript.MONGOLIAN,
          UnicodeScript.PHAGS_PA,
          UnicodeScript.ADLAM,
          UnicodeScript.HANIFI_ROHINGYA);
  private static final Set<UnicodeScript> JAPANESE =
      EnumSet.of(UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HAN);

  private InternationalName() {}

  /**
   * A name in presentation format with letters of ASCII alone.
   *
   * @param name in presentation format, absolute or not
   * @return the same text if it has no other letters
   * @throws IllegalArgumentException with a message for the operator if a label cannot be one
   */
  public static String toAscii(String name) {
    if (isAscii(name)) {
      return name;
    }
    if (name.indexOf('\\') >= 0) {
      throw refused(name, "escapes and letters beyond ASCII do not go together");
    }
    StringBuilder out = new StringBuilder();
    String before = "";
    for (String label : name.split(DOTS, -1)) {
      out.append(before).append(isAscii(label) ? label : aLabel(label, name));
      before = ".";
    }
    return out.toString();
  }

  /** A name as people write it: A-labels as letters, unless these would not lead back to them. */
  public static String toUnicode(DomainName name) {
    return toUnicode(name.toString());
  }

  /** As {@link #toUnicode(DomainName)}, from the presentation format. */
  public static String toUnicode(String name) {
    if (!name.toLowerCase(Locale.ROOT).contains(PREFIX)) {
      return name;
    }
    StringBuilder out = new StringBuilder();
    String before = "";
    for (String label : name.split("\\.", -1)) {
      out.append(before).append(label.contains("\\") ? label : uLabel(label));
      before = ".";
    }
    return out.toString();
  }

  private static String uLabel(String label) {
    String lower = label.toLowerCase(Locale.ROOT);
    if (!lower.startsWith(PREFIX)) {
      return label;
    }
    try {
      String letters = Punycode.decode(lower.substring(PREFIX.length()));
      return !isAscii(letters) && aLabel(letters, letters).equals(lower) ? letters : label;
    } catch (IllegalArgumentException e) {
      // Nobody's letters: the label is what it is.
      return label;
    }
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String aLabel(String written, String name) {
    String label = Normalizer.normalize(written.toLowerCase(Locale.ROOT), Form.NFC);
    if (label.startsWith("-") || label.endsWith("-") || label.startsWith("--", 2)) {
      // RFC 5891 §4.2.3.1
      throw refused(name, "a label has its hyphens where it must have none");
    }
    int[] points = label.codePoints().toArray();
    if (isMark(points[0])) {
      throw refused(name, "a label begins with a mark that belongs to a letter before it");
    }
    for (int i = 0; i < points.length; i++) {
      if (!isAllowed(points, i)) {
        throw refused(
            name,
            "%s (U+%04X) cannot stand in a name"
                .formatted(Character.toString(points[i]), points[i]));
      }
    }
    String encoded = PREFIX + Punycode.encode(label);
    if (encoded.length() > DomainName.MAX_LABEL_BYTES) {
      throw refused(name, "has a label of more than 63 bytes, once it is " + encoded);
    }
    return encoded;
  }

  private static IllegalArgumentException refused(String name, String why) {
    return new IllegalArgumentException("'" + name + "': " + why);
  }

  private static boolean isAllowed(int[] points, int i) {
    int c = points[i];
    if (c < 0x80) {
      return c == '-' || c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
    return switch (c) {
      case NON_JOINER, JOINER -> joins(points, i);
      // RFC 5892 appendix A.3 to A.9.
      case 0xb7 -> i > 0 && i + 1 < points.length && points[i - 1] == 'l' && points[i + 1] == 'l';
      case 0x375 -> i + 1 < points.length && script(points[i + 1]) == UnicodeScript.GREEK;
      case 0x5f3, 0x5f4 -> i > 0 && script(points[i - 1]) == UnicodeScript.HEBREW;
      case 0x30fb -> hasAny(points, JAPANESE);
      default -> isLetterOrDigit(c) && !mixesDigits(c, points);
    };
  }

  // RFC 5892 §2.
  private static boolean isLetterOrDigit(int c) {
    if (ALWAYS.indexOf(c) >= 0) {
      return true;
    }
    if (NEVER.indexOf(c) >= 0 || isOldHangul(c) || isIgnorable(c) || !isStable(c)) {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.LOWERCASE_LETTER,
          Character.UPPERCASE_LETTER,
          Character.OTHER_LETTER,
          Character.MODIFIER_LETTER,
          Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.DECIMAL_DIGIT_NUMBER ->
          true;
      default -> false;
    };
  }

  // RFC 5892 §2.2: what another spelling stands for is written that way.
  private static boolean isStable(int c) {
    String text = Character.toString(c);
    String folded = Normalizer.normalize(text, Form.NFKC);
    if (c != DOTLESS_I) {
      folded = folded.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
    return Normalizer.normalize(folded, Form.NFKC).equals(text);
  }

  private static boolean isOldHangul(int c) {
    return (c >= 0x1100 && c <= 0x11ff)
        || (c >= 0xa960 && c <= 0xa97f)
        || (c >= 0xd7b0 && c <= 0xd7ff);
  }

  // Those letters and marks that show nothing.
  private static boolean isIgnorable(int c) {
    return c == 0x34f
        || c == 0x17b4
        || c == 0x17b5
        || (c >= 0x180b && c <= 0x180f)
        || (c >= 0xfe00 && c <= 0xfe0f)
        || (c >= 0xe0100 && c <= 0xe01ef);
  }

  private static boolean joins(int[] points, int i) {
    if (i == 0) {
      return false;
    }
    return isMark(points[i - 1])
        || (points[i] == NON_JOINER
            && i + 1 < points.length
            && CURSIVE.contains(script(points[i - 1]))
            && CURSIVE.contains(script(points[i + 1])));
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  // RFC 5892 appendix A.8, A.9: Arabic digits are of one kind.
  private static boolean mixesDigits(int c, int[] points) {
    boolean arabic = c >= 0x660 && c <= 0x669;
    boolean extended = c >= 0x6f0 && c <= 0x6f9;
    if (!arabic && !extended) {
      return false;
    }
    int other = arabic ? 0x6f0 : 0x660;
    for (int point : points) {
      if (point >= other && point <= other + 9) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasAny(int[] points, Set<UnicodeScript> scripts) {
    for (int point : points) {
      if (point != 0x30fb && scripts.contains(script(point))) {
        return true;
      }
    }
    return false;
  }

  private static UnicodeScript script(int c) {
    return UnicodeScript.of(c);
  }
}
