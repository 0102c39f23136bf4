package org.popdns.config.dynamic;

import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Span;

/**
 * How what octoDNS refuses is taken that could be answered from all the same: such as a pool that
 * nothing names. Used by the one thread that loads.
 */
record Judgement(FileProblems problems, Leniency leniency) {

  void against(Span where, String message) {
    switch (leniency) {
      case STRICT -> problems.error(where, message);
      case LENIENT -> problems.warning(where, message);
    }
  }
}
