package org.popdns.demo;

import org.popdns.admin.http.HttpGet;
import org.popdns.admin.http.HttpPages;
import org.popdns.admin.http.HttpReply;

/**
 * What an image server serves: {@code /healthz} for the checks, and a small picture that names the
 * host, at {@code /} and under any name in {@code /images/}. Stateless.
 *
 * @param host the name in the picture
 */
record ImagePages(String host) implements HttpPages {

  @Override
  public HttpReply page(HttpGet request) {
    String path = request.path();
    if (path.equals("/healthz")) {
      return HttpReply.text(200, "ok\n");
    }
    boolean image = path.startsWith("/images/") && path.endsWith(".svg");
    return path.equals("/") || image
        ? new HttpReply(200, "image/svg+xml", picture())
        : HttpReply.text(404, "not here; there are:\n/\n/healthz\n/images/NAME.svg\n");
  }

  private String picture() {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="320" height="120">
      <rect width="320" height="120" fill="#24476b"/>
      <text x="160" y="70" fill="#ffffff" font-family="sans-serif" font-size="32" \
    text-anchor="middle">%s</text>
    </svg>
    """
        .formatted(host);
  }
}
