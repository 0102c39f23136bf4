package org.popdns.events;

import java.util.List;

/** Numbers of rules in the operator's words: {@code rule 2}, {@code rules 1-3, 7}. Pure. */
public final class RuleNumbers {

  private RuleNumbers() {}

  /**
   * Numbers in words.
   *
   * @param numbers ascending, at least one; 0 where no rule holds
   */
  public static String text(List<Integer> numbers) {
    if (numbers.equals(List.of(0))) {
      return "no rule";
    }
    StringBuilder text = new StringBuilder(numbers.size() == 1 ? "rule " : "rules ");
    for (int i = 0; i < numbers.size(); i++) {
      int last = i;
      while (last + 1 < numbers.size() && numbers.get(last + 1) == numbers.get(last) + 1) {
        last++;
      }
      text.append(i == 0 ? "" : ", ").append(numbers.get(i));
      if (last > i) {
        text.append(last == i + 1 ? ", " : "-").append(numbers.get(last));
      }
      i = last;
    }
    return text.toString();
  }
}
