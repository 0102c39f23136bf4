/**
 * Turns a zone of the configuration into its served form. It runs on the control side only and
 * takes its time: every answer that a name and type can have is worked out here, once. The
 * algorithm is that of RFC 1034 §4.3.2 with the wildcards of RFC 4592.
 */
@NullMarked
package org.popdns.snapshot.compile;

import org.jspecify.annotations.NullMarked;
