/** Probes over HTTP, plain or over TLS: the request, and how its answer is read and judged. */
@NullMarked
package org.popdns.health.probe.http;

import org.jspecify.annotations.NullMarked;
