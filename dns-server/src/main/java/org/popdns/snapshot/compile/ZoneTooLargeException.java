package org.popdns.snapshot.compile;

/** A zone holds what no response or no memory can. The message is for the operator. */
public final class ZoneTooLargeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ZoneTooLargeException(String message) {
    super(message);
  }
}
