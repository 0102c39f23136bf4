package org.popdns.snapshot;

/**
 * By what server cookies are made and checked. Immutable.
 *
 * @param secrets what they are made of
 * @param enforcement what is asked of clients
 */
public record CookieRules(CookieSecrets secrets, Enforcement enforcement) {

  /** Cookies that are good at this process alone, and not required. */
  public static final CookieRules OF_THIS_PROCESS =
      new CookieRules(CookieSecrets.random(), Enforcement.OPTIONAL);

  /** What is asked of clients. */
  public enum Enforcement {
    /** Cookies are made and checked; what comes without a good one is answered all the same. */
    OPTIONAL,
    /**
     * A UDP query with a cookie option but without a good server cookie gets BADCOOKIE and a new
     * one (RFC 7873 §5.2.3). Clients that send no cookie option are answered as ever.
     */
    REQUIRED
  }
}
