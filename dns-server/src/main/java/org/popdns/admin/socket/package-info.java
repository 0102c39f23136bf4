/**
 * The control socket: how {@code popdns status} and its kin speak to the running server. One JSON
 * object per line each way over an AF_UNIX socket; who may open the file may command the server.
 * What the commands do lives with the callers, not here.
 */
@NullMarked
package org.popdns.admin.socket;

import org.jspecify.annotations.NullMarked;
