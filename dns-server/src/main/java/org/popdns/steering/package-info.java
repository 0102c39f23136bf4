/**
 * Chooses whose addresses a plan answers with: rules over pools of endpoints. A pure function of
 * the plan and the endpoints' health, evaluated when either changes and never in a query's way;
 * each decision tells what it kept, what it dropped, and why.
 */
@NullMarked
package org.popdns.steering;

import org.jspecify.annotations.NullMarked;
