package org.popdns.snapshot;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Where the root is exchanged: the control side publishes with one release store, each worker
 * acquires once per batch. An old root is freed by the garbage collector when the last worker has
 * let it go; a worker that is blocked in a receive holds nothing.
 */
public final class SnapshotPublisher {

  private static final VarHandle CURRENT;

  static {
    try {
      CURRENT =
          MethodHandles.lookup().findVarHandle(SnapshotPublisher.class, "current", Snapshot.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("FieldMayBeFinal") // written through CURRENT
  private Snapshot current = Snapshot.EMPTY;

  /** Makes a root the one that every batch from now on is answered from. */
  public void publish(Snapshot snapshot) {
    CURRENT.setRelease(this, snapshot);
  }

  /** The root to answer a batch from. */
  public Snapshot acquire() {
    return (Snapshot) CURRENT.getAcquire(this);
  }
}
