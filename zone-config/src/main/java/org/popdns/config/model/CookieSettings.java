package org.popdns.config.model;

import java.util.List;

/**
 * DNS cookies (RFC 7873).
 *
 * @param secrets the first makes cookies, all are accepted; none: a random one at each start
 * @param required true if a UDP query with a cookie option needs a good server cookie
 */
public record CookieSettings(List<CookieSecret> secrets, boolean required) {

  /** What holds where nothing is said. */
  public static final CookieSettings DEFAULT = new CookieSettings(List.of(), false);

  /** Copies the list. */
  public CookieSettings {
    secrets = List.copyOf(secrets);
  }
}
