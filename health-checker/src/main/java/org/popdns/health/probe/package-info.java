/**
 * Single probes: a check against an address, once, with an outcome and its reason. Every probe of a
 * checker runs on the same event loop and holds one socket while it runs. States, schedules and
 * damping belong to the package above, of which nothing here knows.
 */
@NullMarked
package org.popdns.health.probe;

import org.jspecify.annotations.NullMarked;
