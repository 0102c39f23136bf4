package org.popdns.control.http;

import java.util.function.Supplier;

/**
 * One page of an {@link AdminHttpServer}.
 *
 * @param path the whole path, such as {@code /readyz}
 * @param page makes the reply; called by a virtual thread per request, so by several at once; what
 *     it throws becomes a 500 and a line in the log
 */
public record HttpRoute(String path, Supplier<HttpReply> page) {}
