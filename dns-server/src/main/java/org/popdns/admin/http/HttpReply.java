package org.popdns.admin.http;

/**
 * A whole HTTP response. Immutable.
 *
 * @param status the status code, 200 to 599
 * @param contentType the value of Content-Type
 * @param body sent as UTF-8
 */
public record HttpReply(int status, String contentType, String body) {

  /** A reply of plain text. */
  public static HttpReply text(int status, String body) {
    return new HttpReply(status, "text/plain; charset=utf-8", body);
  }

  /** A reply of JSON. */
  public static HttpReply json(int status, String body) {
    return new HttpReply(status, "application/json", body);
  }
}
