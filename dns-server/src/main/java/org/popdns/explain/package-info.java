/**
 * Says what a client would be answered and why, for the health that is or for one that is supposed.
 * It answers with the same code as the workers, on the caller's thread, and changes nothing.
 */
@NullMarked
package org.popdns.explain;

import org.jspecify.annotations.NullMarked;
