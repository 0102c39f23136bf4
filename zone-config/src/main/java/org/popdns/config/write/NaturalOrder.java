package org.popdns.config.write;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order in which octoDNS wants the keys of a mapping: runs of digits by their number, so that
 * {@code image-2} stands before {@code image-10}. Stateless.
 */
final class NaturalOrder implements Comparator<String> {

  static final NaturalOrder INSTANCE = new NaturalOrder();

  private static final Pattern RUN = Pattern.compile("([^0-9]*)([0-9]*)");

  private NaturalOrder() {}

  @Override
  public int compare(String a, String b) {
    Matcher left = RUN.matcher(a);
    Matcher right = RUN.matcher(b);
    // The last match of either is empty, and text that has ended stands before all others.
    while (left.find() && right.find()) {
      int order = left.group(1).compareTo(right.group(1));
      if (order == 0) {
        order = number(left.group(2)).compareTo(number(right.group(2)));
      }
      if (order != 0) {
        return order;
      }
    }
    return a.compareTo(b);
  }

  private static BigInteger number(String digits) {
    return digits.isEmpty() ? BigInteger.ONE.negate() : new BigInteger(digits);
  }
}
