package org.popdns.differential;

import java.util.List;
import org.popdns.differential.wire.Response;

/**
 * Tests the comparison: puts each {@link Bug} between popdns's responses and the comparison and
 * asks that it is seen where it shows.
 */
final class SelfTest {

  private SelfTest() {}

  /**
   * Runs it over exchanges and prints what was caught.
   *
   * @return true if each bug was caught
   */
  static boolean run(List<Exchange> exchanges) {
    System.out.printf("%nseeded bugs%n%-32s %8s %8s%n", "", "shows", "caught");
    int caught = 0;
    for (Bug bug : Bug.values()) {
      caught += run(bug, exchanges) ? 1 : 0;
    }
    System.out.printf("%d of %d seeded bugs caught%n", caught, Bug.values().length);
    return caught == Bug.values().length;
  }

  private static boolean run(Bug bug, List<Exchange> exchanges) {
    int shows = 0;
    int caught = 0;
    for (Exchange exchange : exchanges) {
      Response wrong = bug.apply(exchange.ask(), exchange.popdns());
      boolean agreed = exchange.verdict().isUnanimous() && exchange.verdict().different().isEmpty();
      if (agreed && !wrong.equals(exchange.popdns())) {
        shows++;
        caught += exchange.verdict(wrong).different().isEmpty() ? 0 : 1;
      }
    }
    System.out.printf("%-32s %8d %8d%n", bug, shows, caught);
    return caught > 0;
  }
}
