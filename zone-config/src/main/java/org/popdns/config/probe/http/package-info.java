/** Probes over HTTP/1.1, plain or over TLS: what one says, and how it is read. */
@NullMarked
package org.popdns.config.probe.http;

import org.jspecify.annotations.NullMarked;
