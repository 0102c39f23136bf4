/**
 * Where clients are: databases in MaxMind's format and the operator's own prefixes, each cut into
 * ranges of one place. Read on the control side; no query comes here. Knows nothing of rules and of
 * who asks.
 */
@NullMarked
package org.popdns.place;

import org.jspecify.annotations.NullMarked;
