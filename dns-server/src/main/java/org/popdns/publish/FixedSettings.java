package org.popdns.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.popdns.config.diff.Removal;
import org.popdns.config.diff.RemovalLimit;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.ServerSettings;

/** What a running server can't change: its sockets, its threads and who it is. Pure functions. */
final class FixedSettings {

  private FixedSettings() {}

  /** The settings of those that differ, by their names in the files. */
  static List<String> changed(Configuration before, Configuration after) {
    ServerSettings served = before.server();
    ServerSettings next = after.server();
    List<String> changed = new ArrayList<>();
    if (!served.listen().equals(next.listen())) {
      changed.add("listen");
    }
    if (!served.admin().equals(next.admin())) {
      changed.add("admin");
    }
    if (!served.workers().equals(next.workers())) {
      changed.add("workers");
    }
    if (!served.site().equals(next.site())) {
      changed.add("site");
    }
    if (!served.node().equals(next.node())) {
      changed.add("node");
    }
    if (!before.statusAddress().equals(after.statusAddress())) {
      changed.add("this node's status address");
    }
    return changed;
  }

  /** Why a running server refuses a configuration, in one line; empty if it need not. */
  static Optional<String> refusal(Configuration before, Configuration next) {
    List<String> changed = changed(before, next);
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(", ", changed) + " changed, which needs a restart");
  }

  /**
   * Why a reload would be refused that nobody allows to remove much, in one line; empty if it would
   * not be.
   *
   * @param nowNanos by the clock that the limit remembers by
   */
  static Optional<String> refusal(
      Configuration before, Configuration next, RemovalLimit limit, long nowNanos) {
    return refusal(before, next)
        .or(
            () ->
                limit
                    .objection(
                        Removal.between(before, next),
                        before.server().maxRemovedPercent(),
                        nowNanos)
                    .map(objection -> objection + RemovalLimit.HOW_TO_ALLOW));
  }
}
