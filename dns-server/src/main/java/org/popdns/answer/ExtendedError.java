package org.popdns.answer;

/** Why a query is refused, for those who read it (RFC 8914 §4). */
public final class ExtendedError {

  /** There is nothing to explain. */
  public static final int NONE = -1;

  /** A transfer that is not allowed (§4.19). */
  public static final int PROHIBITED = 18;

  /** No zone here holds the name (§4.21). */
  public static final int NOT_AUTHORITATIVE = 20;

  /** The operation is not supported (§4.22). */
  public static final int NOT_SUPPORTED = 21;

  /** The zone that holds the name can't be served (§4.25). */
  public static final int INVALID_DATA = 24;

  private ExtendedError() {}
}
