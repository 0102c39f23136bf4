/**
 * The announcements of a running server: asks its own workers and the other nodes, lets {@link
 * org.popdns.fitness} judge, and tells announcers, peers and operators. On threads of its own; no
 * query waits for it, and it waits for no peer.
 */
@NullMarked
package org.popdns.announce;

import org.jspecify.annotations.NullMarked;
