package org.popdns.wire;

/** Kinds of messages (RFC 1035 §4.1.1) that are told apart. */
public final class Opcode {

  /** A zone has changed at its primary (RFC 1996). */
  public static final int NOTIFY = 4;

  /** A zone is to be changed (RFC 2136). */
  public static final int UPDATE = 5;

  private Opcode() {}
}
