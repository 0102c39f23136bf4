/**
 * octoDNS's dynamic records in YAML: pools, rules and health checks, with what popdns has beside
 * them, and the plan that they make. All that is asked of a record here is its {@code dynamic} and
 * {@code octodns} keys; who owns it, and what else it has, is the zone's reader's.
 */
@NullMarked
package org.popdns.config.dynamic;

import org.jspecify.annotations.NullMarked;
