package org.popdns.wire;

/** Codes of the EDNS options that are read or written (RFC 6891 §6.1.2). */
public final class EdnsOption {

  /** Who answers (RFC 5001). */
  public static final int NSID = 3;

  /** The client's subnet (RFC 7871). */
  public static final int CLIENT_SUBNET = 8;

  /** Cookies (RFC 7873). */
  public static final int COOKIE = 10;

  /** How long an idle TCP connection is kept (RFC 7828). */
  public static final int TCP_KEEPALIVE = 11;

  /** Why a query was answered so (RFC 8914). */
  public static final int EXTENDED_ERROR = 15;

  /** The version of the zone that answers (RFC 9660). */
  public static final int ZONEVERSION = 19;

  /** By what a server knows its own queries again; for local use (RFC 6891 §9), of any content. */
  public static final int OWN_MARK = 65353;

  /** Length of an option's code and length fields in bytes. */
  public static final int HEADER_BYTES = 4;

  private EdnsOption() {}
}
