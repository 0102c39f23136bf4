package org.popdns.health.probe;

import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What all probes of a prober share.
 *
 * @param loop where they run
 * @param tlsThread one thread for the cryptography of all of them, which neither holds up the loop
 *     nor takes more than one of the cores that queries are answered on
 * @param engines used on {@code tlsThread} only
 * @param wallClock by which certificates end
 */
record ProbeTools(
    EventLoop loop, Executor tlsThread, TlsEngines engines, InstantSource wallClock) {}
