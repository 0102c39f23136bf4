/**
 * What changes from one configuration to another: a pure function of the two, which knows neither
 * files nor text. The parts that change are sealed, so that whoever shows them shows all of them.
 */
@NullMarked
package org.popdns.config.diff;

import org.jspecify.annotations.NullMarked;
