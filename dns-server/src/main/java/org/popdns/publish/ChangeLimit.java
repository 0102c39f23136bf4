package org.popdns.publish;

import java.util.Optional;
import java.util.OptionalInt;

/** Decides whether a reload would change too much for clients. Pure. */
final class ChangeLimit {

  private static final int ALL = 100;

  private ChangeLimit() {}

  /**
   * Why a change is not to happen unasked, in one line; empty if it may happen.
   *
   * @param asked the share that whoever asked for the reload allows, in percent; empty if nothing
   *     was said
   * @param configured the share that the configuration which is served allows
   */
  static Optional<String> objection(
      ChangeWeigher.Weighed weighed, OptionalInt asked, int configured) {
    int percent = asked.orElse(configured);
    if (percent >= ALL) {
      return Optional.empty();
    }
    if (!weighed.isTelling()) {
      // Who asks for a limit gets it or is told why not; files may be pushed before anybody asks.
      return asked.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "only %d queries are sampled, too few to tell whether more than %d%% get other addresses; without --max-change it is taken up"
                  .formatted(weighed.queries(), percent));
    }
    return weighed.moved() * ALL <= percent + 1e-9
        ? Optional.empty()
        : Optional.of(
            "%s, more than max-change, %d%%; if that is meant: popdns reload --max-change %d%%"
                .formatted(weighed.words(), percent, weighed.percent()));
  }
}
