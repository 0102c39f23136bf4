/**
 * Zones and configurations of others, small, each with what must come of it. They lie in {@code
 * src/test/resources/cases}.
 */
@NullMarked
package org.popdns.cases;

import org.jspecify.annotations.NullMarked;
