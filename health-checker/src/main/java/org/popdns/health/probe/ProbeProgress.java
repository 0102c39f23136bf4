package org.popdns.health.probe;

/**
 * What a probe is waiting for, so that its end can be told in terms that help: a server that
 * accepts and stays silent is another trouble than one that is not there. Written by the probe's
 * handlers, read when its time is over, all on the event loop.
 */
public final class ProbeProgress {
  private String words = "connecting";

  /** A probe that connects. */
  ProbeProgress() {}

  /**
   * The probe has come further.
   *
   * @param now what it waits for from now on: {@code reading the body}
   */
  public void enter(String now) {
    words = now;
  }

  /** What it waits for. */
  String words() {
    return words;
  }
}
