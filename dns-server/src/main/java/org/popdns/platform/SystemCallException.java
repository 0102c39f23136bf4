package org.popdns.platform;

import java.io.IOException;

/** A system call failed. The message is the system's own text of the error. */
public final class SystemCallException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int errno;

  SystemCallException(String call, int errno) {
    super(SystemCalls.errorText(errno) + " (" + call + ")");
    this.errno = errno;
  }

  /** The error's number, one of {@link Errno}'s or another. */
  public int errno() {
    return errno;
  }
}
