/**
 * What the kinds of probes share: how one is read from its key in a check, and what several of them
 * say in the same words. Each kind, its values and its reader, has a folder of its own below. Knows
 * nothing of checks' times, of clusters, or of how a probe runs.
 */
@NullMarked
package org.popdns.config.probe;

import org.jspecify.annotations.NullMarked;
