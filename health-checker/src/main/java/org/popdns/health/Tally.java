package org.popdns.health;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The votes of all endpoints, counted. Immutable; made by pure functions.
 *
 * @param failing how many fail together
 * @param fine how many were found good since the first of those began to fail
 * @param unheard how many were good, but were not probed since
 * @param failingSites the sites of those that fail
 * @param votingSites how many sites have an endpoint that was up
 * @param sinceNanos when the first of them began to fail; meaningless if none does
 */
record Tally(
    int failing,
    int fine,
    int unheard,
    Set<String> failingSites,
    int votingSites,
    long sinceNanos) {

  private static final Tally NOTHING_FAILS = new Tally(0, 0, 0, Set.of(), 0, 0);

  /** What is asked of the endpoints. */
  enum Question {
    /** Can this node reach anything? All are asked. */
    NETWORK,
    /**
     * Are the checks that a reload changed any good? Only those that they changed for are asked.
     */
    CHECKS
  }

  /**
   * Counts those that began to fail within one interval of the one that did so last, be they down
   * already or not.
   */
  static Tally withinOneInterval(Question question, Collection<Vote> all) {
    List<Vote> votes = asked(question, all);
    Vote last = null;
    for (Vote vote : votes) {
      if (vote.kind() == Vote.Kind.FAILING
          && (last == null || vote.atNanos() - last.atNanos() > 0)) {
        last = vote;
      }
    }
    if (last == null) {
      return NOTHING_FAILS;
    }
    Vote newest = last;
    List<Vote> together = votes.stream().filter(vote -> isTogether(vote, newest)).toList();
    long since = newest.atNanos();
    for (Vote vote : together) {
      since = vote.atNanos() - since < 0 ? vote.atNanos() : since;
    }
    return count(question, votes, together, since);
  }

  /**
   * Counts all that fail, whenever that began, and the others by whether they were heard since a
   * moment.
   */
  static Tally since(Question question, Collection<Vote> all, long sinceNanos) {
    List<Vote> votes = asked(question, all);
    List<Vote> failing = votes.stream().filter(vote -> vote.kind() == Vote.Kind.FAILING).toList();
    return count(question, votes, failing, sinceNanos);
  }

  private static List<Vote> asked(Question question, Collection<Vote> votes) {
    return switch (question) {
      case NETWORK -> List.copyOf(votes);
      case CHECKS ->
          votes.stream().filter(vote -> vote.definition() != Vote.Definition.KEPT).toList();
    };
  }

  private static boolean isTogether(Vote vote, Vote newest) {
    return switch (vote.kind()) {
      case FAILING, FALLEN ->
          Math.abs(newest.atNanos() - vote.atNanos())
              <= Math.max(newest.windowNanos(), vote.windowNanos());
      case FINE, NONE -> false;
    };
  }

  private static Tally count(
      Question question, Collection<Vote> votes, List<Vote> failing, long since) {
    int fine = 0;
    int unheard = 0;
    Set<String> voting = sites(failing);
    for (Vote vote : votes) {
      if (vote.kind() != Vote.Kind.FINE) {
        continue;
      }
      voting.add(vote.site());
      boolean heard =
          switch (question) {
            case NETWORK -> vote.atNanos() - since >= 0;
            case CHECKS -> vote.definition() == Vote.Definition.CHANGED_PROVEN;
          };
      if (heard) {
        fine++;
      } else {
        unheard++;
      }
    }
    return new Tally(failing.size(), fine, unheard, sites(failing), voting.size(), since);
  }

  private static Set<String> sites(List<Vote> votes) {
    return votes.stream().map(Vote::site).collect(Collectors.toCollection(TreeSet::new));
  }

  /** True if so many of those that were heard fail. */
  boolean reaches(int sharePercent) {
    return failing > 0 && failing * 100L >= (long) sharePercent * (failing + fine);
  }

  /** How many there are in all. */
  int all() {
    return failing + fine + unheard;
  }
}
