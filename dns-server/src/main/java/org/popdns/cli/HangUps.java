package org.popdns.cli;

/**
 * Hang-ups (SIGHUP), each of which asks for a reload. One that comes before the server is there is
 * kept until it is: the files may have changed after it had read them. Called by the thread that
 * handles signals and by the one that starts the server.
 */
final class HangUps {

  private Runnable reload = () -> {};
  private boolean ready;
  private boolean early;

  /** A hang-up. */
  void hangUp() {
    Runnable action;
    synchronized (this) {
      if (!ready) {
        early = true;
        return;
      }
      action = reload;
    }
    action.run();
  }

  /** The server is there; reloads at once if a hang-up came before. */
  void ready(Runnable reloadAction) {
    synchronized (this) {
      reload = reloadAction;
      ready = true;
      if (!early) {
        return;
      }
    }
    reloadAction.run();
  }
}
