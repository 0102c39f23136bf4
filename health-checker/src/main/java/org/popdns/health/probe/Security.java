package org.popdns.health.probe;

import org.popdns.config.model.TlsTrust;

/**
 * How a connection is secured by TLS.
 *
 * @param server whom the certificate must be for: a host name, which is also sent to the server
 *     (RFC 6066 §3), or an address or another name, which are not
 */
public record Security(TlsTrust trust, String server) {}
