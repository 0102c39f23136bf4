/**
 * The control side: starts and stops the parts, turns health into what is served, and tells the
 * operator and the monitoring what goes on. It acts on its own threads, and no query waits for it.
 */
@NullMarked
package org.popdns.control;

import org.jspecify.annotations.NullMarked;
