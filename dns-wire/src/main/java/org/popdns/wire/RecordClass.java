package org.popdns.wire;

/** Classes of the registry (RFC 1035 §3.2.4, §3.2.5). */
public final class RecordClass {

  public static final int IN = 1;
  public static final int CHAOS = 3;
  public static final int ANY = 255;

  private RecordClass() {}
}
