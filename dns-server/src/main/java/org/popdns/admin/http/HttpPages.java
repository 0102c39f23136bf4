package org.popdns.admin.http;

/** What an {@link HttpListener} serves. Called by a virtual thread per request. */
@FunctionalInterface
public interface HttpPages {

  /** The reply to a GET or HEAD. */
  HttpReply page(HttpGet request);
}
