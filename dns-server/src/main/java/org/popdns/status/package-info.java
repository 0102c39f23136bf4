/**
 * What a node tells of itself, as values: its whole status, and what it tells the other nodes. Made
 * once for each request and never changed. {@code StatusJson} and {@code StatusReader} are their
 * one form in JSON, {@code PeerPageJson} that of the page for the other nodes; nothing else knows
 * it.
 */
@NullMarked
package org.popdns.status;

import org.jspecify.annotations.NullMarked;
