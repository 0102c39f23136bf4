package org.popdns.answer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.time.InstantSource;
import org.popdns.wire.Query;

/**
 * Makes and checks server cookies in the interoperable form (RFC 9018 §4): version 1, three
 * reserved bytes, the time, and a hash over these, the client's cookie and its address. Shared by
 * all workers; the control side exchanges the policy while they run.
 *
 * <pre>
 *  0                   1                   2                   3
 *  |    version    |                  reserved                     |
 *  |                     timestamp, seconds                        |
 *  |                     hash, eight bytes                         |
 * </pre>
 */
public final class ServerCookies {

  /** Length of a server cookie in bytes. */
  static final int LENGTH_BYTES = 16;

  /** No server cookie, or one that is not ours or not of now. */
  static final int INVALID = 0;

  /** A good one, so old that the client is to have another. */
  static final int RENEW = 1;

  /** A good one. */
  static final int VALID = 2;

  // RFC 9018 §4.3
  private static final int MAX_AGE_SECONDS = 3600;
  private static final int MAX_AHEAD_SECONDS = 300;
  private static final int RENEW_AGE_SECONDS = 1800;

  private static final int VERSION = 1;
  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

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

  private record Policy(CookieSecrets secrets, Enforcement enforcement) {}

  private final InstantSource clock;
  private volatile Policy policy;

  /**
   * Cookies.
   *
   * @param clock gives the timestamps
   */
  public ServerCookies(CookieSecrets secrets, Enforcement enforcement, InstantSource clock) {
    this.policy = new Policy(secrets, enforcement);
    this.clock = clock;
  }

  /** Cookies that are good at this process alone, and not required. */
  public static ServerCookies ofThisProcess() {
    return new ServerCookies(CookieSecrets.random(), Enforcement.OPTIONAL, InstantSource.system());
  }

  /** Goes on with other secrets; any thread. */
  public void use(CookieSecrets secrets, Enforcement enforcement) {
    policy = new Policy(secrets, enforcement);
  }

  /** True if a client that sends cookies must send a good one. */
  boolean areRequired() {
    return policy.enforcement == Enforcement.REQUIRED;
  }

  /**
   * Checks the server cookie of a query that has a COOKIE option.
   *
   * @return {@link #INVALID}, {@link #RENEW} or {@link #VALID}
   */
  int check(Query query, MemorySegment request, Client client) {
    if (query.cookieLength() != Query.CLIENT_COOKIE_BYTES + LENGTH_BYTES) {
      return INVALID;
    }
    long at = query.cookieOffset();
    long clientCookie = request.get(WORD, at);
    long versionAndTime = request.get(WORD, at + 8);
    long hash = request.get(WORD, at + 16);
    // RFC 9018 §4.3: times are compared as serial numbers. The reserved bytes are hashed only.
    int made = Integer.reverseBytes((int) (versionAndTime >>> 32));
    int age = now() - made;
    if ((versionAndTime & 0xff) != VERSION || age > MAX_AGE_SECONDS || age < -MAX_AHEAD_SECONDS) {
      return INVALID;
    }
    CookieSecrets secrets = policy.secrets;
    for (int secret = 0; secret < secrets.count(); secret++) {
      if (secrets.hash(secret, clientCookie, versionAndTime, client) == hash) {
        // One made with an older secret is exchanged, so that the secret can go.
        return secret == 0 && age <= RENEW_AGE_SECONDS ? VALID : RENEW;
      }
    }
    return INVALID;
  }

  /**
   * Writes a new server cookie.
   *
   * @param clientCookieAt where in the request the client's cookie starts
   */
  void write(
      MemorySegment request, long clientCookieAt, Client client, MemorySegment out, long at) {
    long clientCookie = request.get(WORD, clientCookieAt);
    long versionAndTime = VERSION | (Integer.reverseBytes(now()) & 0xffffffffL) << 32;
    out.set(WORD, at, versionAndTime);
    out.set(WORD, at + 8, policy.secrets.hash(0, clientCookie, versionAndTime, client));
  }

  private int now() {
    return (int) (clock.millis() / 1000);
  }
}
