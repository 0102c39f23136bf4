package org.popdns.config.zone;

/**
 * A master file is not of the plain kind that is read in the fast way; {@link MasterFile} reads it,
 * and says what is wrong with it, if anything is. Carries no message and no stack trace.
 */
final class NotPlain extends Exception {

  private static final long serialVersionUID = 1;

  NotPlain() {
    super(null, null, false, false);
  }

  /** Throws unless something holds. */
  static void unless(boolean holds) throws NotPlain {
    if (!holds) {
      throw new NotPlain();
    }
  }
}
