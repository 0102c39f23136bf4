package org.popdns.name;

/**
 * Letters beyond ASCII written with those of ASCII (RFC 3492). Stateless. Knows nothing of the
 * {@code xn--} in front.
 */
final class Punycode {

  // RFC 3492 §5: the parameters for names.
  private static final int BASE = 36;
  private static final int LEAST = 1;
  private static final int MOST = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int FIRST_BIAS = 72;
  private static final int FIRST_BEYOND = 0x80;

  private enum Round {
    FIRST,
    LATER
  }

  private Punycode() {}

  /** Encodes a label that has a letter beyond ASCII (RFC 3492 §6.3). */
  static String encode(String label) {
    StringBuilder out = new StringBuilder();
    label.chars().filter(c -> c < FIRST_BEYOND).forEach(c -> out.append((char) c));
    int basic = out.length();
    int handled = basic;
    if (basic > 0) {
      out.append('-');
    }
    int[] points = label.codePoints().toArray();
    int next = FIRST_BEYOND;
    int delta = 0;
    int bias = FIRST_BIAS;
    while (handled < points.length) {
      int least = Character.MAX_CODE_POINT;
      for (int point : points) {
        if (point >= next && point < least) {
          least = point;
        }
      }
      delta += (least - next) * (handled + 1);
      next = least;
      for (int point : points) {
        if (point < next) {
          delta++;
        } else if (point == next) {
          number(delta, bias, out);
          bias = adapt(delta, handled + 1, handled == basic ? Round.FIRST : Round.LATER);
          delta = 0;
          handled++;
        }
      }
      delta++;
      next++;
    }
    return out.toString();
  }

  private static void number(int delta, int bias, StringBuilder out) {
    int rest = delta;
    for (int k = BASE; ; k += BASE) {
      int threshold = Math.clamp((long) k - bias, LEAST, MOST);
      if (rest < threshold) {
        out.append(digit(rest));
        return;
      }
      out.append(digit(threshold + (rest - threshold) % (BASE - threshold)));
      rest = (rest - threshold) / (BASE - threshold);
    }
  }

  private static char digit(int value) {
    return (char) (value < 26 ? 'a' + value : '0' + value - 26);
  }

  /**
   * Decodes a label (RFC 3492 §6.2).
   *
   * @throws IllegalArgumentException if it is none
   */
  static String decode(String encoded) {
    int basic = Math.max(0, encoded.lastIndexOf('-'));
    StringBuilder out = new StringBuilder(encoded.substring(0, basic));
    int at = basic > 0 ? basic + 1 : 0;
    int points = out.length();
    long next = FIRST_BEYOND;
    long index = 0;
    int bias = FIRST_BIAS;
    while (at < encoded.length()) {
      long before = index;
      long weight = 1;
      for (int k = BASE; ; k += BASE) {
        int value = at < encoded.length() ? value(encoded.charAt(at)) : -1;
        at++;
        if (value < 0 || index > Integer.MAX_VALUE || weight > Integer.MAX_VALUE) {
          throw new IllegalArgumentException("not Punycode");
        }
        index += value * weight;
        int threshold = Math.clamp((long) k - bias, LEAST, MOST);
        if (value < threshold) {
          break;
        }
        weight *= BASE - threshold;
      }
      points++;
      bias =
          adapt(
              (int) Math.min(Integer.MAX_VALUE, index - before),
              points,
              before == 0 ? Round.FIRST : Round.LATER);
      next += index / points;
      index %= points;
      if (next > Character.MAX_CODE_POINT) {
        throw new IllegalArgumentException("not Punycode");
      }
      out.insert(out.offsetByCodePoints(0, (int) index), Character.toChars((int) next));
      index++;
    }
    return out.toString();
  }

  private static int value(char c) {
    if (c >= 'a' && c <= 'z') {
      return c - 'a';
    }
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
  }

  private static int adapt(int delta, int points, Round round) {
    int rest = round == Round.FIRST ? delta / DAMP : delta / 2;
    rest += rest / points;
    int k = 0;
    while (rest > (BASE - LEAST) * MOST / 2) {
      rest /= BASE - LEAST;
      k += BASE;
    }
    return k + (BASE - LEAST + 1) * rest / (rest + SKEW);
  }
}
