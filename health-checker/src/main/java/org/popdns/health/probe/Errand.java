package org.popdns.health.probe;

import java.net.InetAddress;
import java.time.Duration;

/**
 * Whom one probe asks, and how long it may take; what it asks is beside it.
 *
 * @param timeout for the whole probe, from the connection attempt to the last byte needed
 */
public record Errand(InetAddress address, Duration timeout) {}
