package org.popdns.publish;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.popdns.snapshot.Snapshot;
import org.popdns.snapshot.SnapshotSource;

/**
 * Where what is served is exchanged: the publisher's thread does so with one release store, each
 * worker acquires once per batch, and whoever tells or judges once for all that it says.
 */
public final class ServedRoot implements SnapshotSource {

  private static final VarHandle CURRENT;

  static {
    try {
      CURRENT = MethodHandles.lookup().findVarHandle(ServedRoot.class, "current", Served.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("FieldMayBeFinal") // written through CURRENT
  private Served current;

  /** Begins with nothing served. */
  ServedRoot(Served nothing) {
    current = nothing;
  }

  /** What is served now. */
  public Served get() {
    return (Served) CURRENT.getAcquire(this);
  }

  @Override
  public Snapshot acquire() {
    return get().snapshot();
  }

  /** Serves something else from now on: every batch after this is answered from it. */
  void exchange(Served next) {
    CURRENT.setRelease(this, next);
  }
}
