/**
 * The whole of a running server: makes its parts, starts them in their order, ends them in the
 * reverse one, and joins each command and page to the room that answers it.
 */
@NullMarked
package org.popdns.control;

import org.jspecify.annotations.NullMarked;
