package org.popdns.platform;

/** The error numbers of Linux that are told apart; the same on x86-64 and aarch64 (errno(3)). */
public final class Errno {

  /** Interrupted by a signal. */
  public static final int EINTR = 4;

  /** Nothing there before the time-out, or no room. */
  public static final int EAGAIN = 11;

  /** This process may not. */
  public static final int EACCES = 13;

  /** An argument is wrong. */
  public static final int EINVAL = 22;

  /** Nobody listens where an earlier message went. */
  public static final int ECONNREFUSED = 111;

  private Errno() {}

  /** The system's text of an error. */
  public static String text(int errno) {
    return SystemCalls.errorText(errno);
  }
}
