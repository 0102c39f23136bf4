package org.popdns.orders;

import java.time.Duration;
import java.util.Optional;
import org.popdns.fitness.DrainOrder;

/**
 * A drain as the operator asks for it.
 *
 * @param reason the operator's words
 * @param by the operator, as the system knows who connected
 * @param lasts after how long it ends by itself; empty if it does not
 * @param ifLast what it does where the last-site guard objects
 */
public record DrainRequest(
    String reason, String by, Optional<Duration> lasts, DrainOrder.IfLast ifLast) {}
