package org.popdns.snapshot;

/**
 * Where workers get the root from: once per batch, after the receive. An old root is freed by the
 * garbage collector when the last worker has let it go; a worker that is blocked in a receive holds
 * nothing. Called by all workers.
 */
@FunctionalInterface
public interface SnapshotSource {

  /** The root to answer a batch from. */
  Snapshot acquire();
}
