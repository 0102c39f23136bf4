package org.popdns.publish;

import java.util.OptionalInt;

/**
 * What whoever asks for a reload allows it to do.
 *
 * @param removals whether it may remove as much as it likes
 * @param maxChangePercent of how large a share of the queries it may change the addresses, in
 *     percent; empty for what the configuration that is served says
 */
public record ReloadRequest(Removals removals, OptionalInt maxChangePercent) {

  /** Nobody in particular asks: SIGHUP, or changed files. */
  public static final ReloadRequest UNASKED =
      new ReloadRequest(Removals.LIMITED, OptionalInt.empty());
}
