package org.popdns.config.model;

import java.net.InetSocketAddress;

/**
 * What a node can reach whenever its own network works: the edge router, a resolver. It answers if
 * a TCP connection is established; a refusal may come from a rule on the way and proves nothing.
 *
 * @param tcp the address and port to connect to
 */
public record Canary(InetSocketAddress tcp) {}
