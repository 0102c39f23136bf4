/**
 * Which endpoints of the service are fit to be answered with, and why. A {@link
 * org.popdns.health.HealthChecker} probes them from one thread of its own, damps the results into
 * states, and publishes each change as an immutable snapshot. Nothing here knows of DNS.
 */
@NullMarked
package org.popdns.health;

import org.jspecify.annotations.NullMarked;
