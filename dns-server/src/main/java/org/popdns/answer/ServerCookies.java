package org.popdns.answer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.time.InstantSource;
import org.popdns.snapshot.CookieSecrets;
import org.popdns.wire.Query;

/**
 * Makes and checks server cookies in the interoperable form (RFC 9018 §4): version 1, three
 * reserved bytes, the time, and a hash over these, the client's cookie and its address. Shared by
 * all workers; nothing in it changes, for the secrets come with each batch.
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

  private final InstantSource clock;

  /**
   * Cookies.
   *
   * @param clock gives the timestamps
   */
  public ServerCookies(InstantSource clock) {
    this.clock = clock;
  }

  /** Gives the timestamps. */
  InstantSource clock() {
    return clock;
  }

  /** Cookies by the system's clock. */
  public static ServerCookies bySystemClock() {
    return new ServerCookies(InstantSource.system());
  }

  /**
   * Checks the server cookie of a query that has a COOKIE option.
   *
   * @param secrets that are accepted
   * @param now in seconds, as {@link Exchange#epochSeconds} says
   * @return {@link #INVALID}, {@link #RENEW} or {@link #VALID}
   */
  int check(CookieSecrets secrets, Query query, MemorySegment request, Client client, int now) {
    if (query.cookieLength() != Query.CLIENT_COOKIE_BYTES + LENGTH_BYTES) {
      return INVALID;
    }
    long at = query.cookieOffset();
    long clientCookie = request.get(WORD, at);
    long versionAndTime = request.get(WORD, at + 8);
    long hash = request.get(WORD, at + 16);
    // RFC 9018 §4.3: times are compared as serial numbers. The reserved bytes are hashed only.
    int made = Integer.reverseBytes((int) (versionAndTime >>> 32));
    int age = now - made;
    if ((versionAndTime & 0xff) != VERSION || age > MAX_AGE_SECONDS || age < -MAX_AHEAD_SECONDS) {
      return INVALID;
    }
    for (int secret = 0; secret < secrets.count(); secret++) {
      if (hash(secrets, secret, clientCookie, versionAndTime, client) == hash) {
        // One made with an older secret is exchanged, so that the secret can go.
        return secret == 0 && age <= RENEW_AGE_SECONDS ? VALID : RENEW;
      }
    }
    return INVALID;
  }

  /**
   * Writes a new server cookie.
   *
   * @param secrets the first of which makes it
   * @param clientCookieAt where in the request the client's cookie starts
   * @param now in seconds, as {@link Exchange#epochSeconds} says
   */
  void write(
      CookieSecrets secrets,
      MemorySegment request,
      long clientCookieAt,
      Client client,
      int now,
      MemorySegment out,
      long at) {
    long clientCookie = request.get(WORD, clientCookieAt);
    long versionAndTime = VERSION | (Integer.reverseBytes(now) & 0xffffffffL) << 32;
    out.set(WORD, at, versionAndTime);
    out.set(WORD, at + 8, hash(secrets, 0, clientCookie, versionAndTime, client));
  }

  /**
   * The hash of a server cookie (RFC 9018 §4.4).
   *
   * @param clientCookie its eight bytes, the first the lowest
   * @param versionAndTime the server cookie's first eight bytes, the first the lowest
   */
  private static long hash(
      CookieSecrets secrets, int secret, long clientCookie, long versionAndTime, Client client) {
    long key0 = secrets.low(secret);
    long key1 = secrets.high(secret);
    if (client.protocol().isIpv4()) {
      long address = Integer.reverseBytes((int) client.addressLow()) & 0xffffffffL;
      return SipHash.ofTwentyBytes(key0, key1, clientCookie, versionAndTime, address);
    }
    return SipHash.ofThirtyTwoBytes(
        key0,
        key1,
        clientCookie,
        versionAndTime,
        Long.reverseBytes(client.addressHigh()),
        Long.reverseBytes(client.addressLow()));
  }
}
