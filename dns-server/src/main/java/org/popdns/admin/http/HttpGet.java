package org.popdns.admin.http;

import java.net.InetAddress;

/**
 * A GET or HEAD.
 *
 * @param path as it was sent: not decoded, without the query
 * @param query as it was sent; empty if there was none
 * @param client who asks
 */
public record HttpGet(String path, String query, InetAddress client) {}
