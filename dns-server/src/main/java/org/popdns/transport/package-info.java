/**
 * Sockets and the workers behind them. A {@link org.popdns.transport.Transport} binds the service
 * addresses and carries messages between clients and one {@code Responder} per worker; which one
 * carries them makes no difference to an answer.
 */
@NullMarked
package org.popdns.transport;

import org.jspecify.annotations.NullMarked;
