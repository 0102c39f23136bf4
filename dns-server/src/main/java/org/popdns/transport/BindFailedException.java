package org.popdns.transport;

import java.io.IOException;

/** A service address cannot be bound. The message is one line for the operator. */
public final class BindFailedException extends IOException {

  private static final long serialVersionUID = 1L;

  /** A failure with its message. */
  public BindFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
