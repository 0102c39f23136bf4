/**
 * Makes what workers answer from: takes configurations up, compiles their zones, turns health into
 * slots, and exchanges the root. On threads of its own; no query waits for it.
 */
@NullMarked
package org.popdns.publish;

import org.jspecify.annotations.NullMarked;
