package org.popdns.config.diff;

import java.util.ArrayList;
import java.util.List;

/** Counts what comes and goes of one thing. Used by one thread. */
final class LossCount {

  private final String of;
  private final List<String> first = new ArrayList<>();
  private final List<String> firstCome = new ArrayList<>();
  private int before;
  private int gone;
  private int come;

  LossCount(String of) {
    this.of = of;
  }

  void there(int number) {
    before += number;
  }

  /** So many come that need not be named. */
  void come(int number) {
    come += number;
  }

  /** One comes. */
  void comes(Object what) {
    come++;
    if (firstCome.size() < Loss.SHOWN) {
      firstCome.add(what.toString());
    }
  }

  /** One of those that are there goes. */
  void goes(Object what) {
    gone++;
    if (first.size() < Loss.SHOWN) {
      first.add(what.toString());
    }
  }

  /** Adds to the list, if anything came or went. */
  void addTo(List<Loss> losses) {
    if (gone > 0 || come > 0) {
      losses.add(new Loss(of, before, gone, come, first, firstCome));
    }
  }
}
