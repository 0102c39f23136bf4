package org.popdns.admin.http;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One page of an {@link AdminHttpServer}, or all below a path.
 *
 * @param path the whole path, such as {@code /readyz}, or with a slash at its end what the paths of
 *     several pages begin with
 * @param page makes the reply; called by a virtual thread per request, so by several at once; what
 *     it throws becomes a 500 and a line in the log
 */
public record HttpRoute(String path, Function<HttpGet, HttpReply> page) {

  /** A page that is the same for whoever asks. */
  public HttpRoute(String path, Supplier<HttpReply> page) {
    this(path, request -> page.get());
  }
}
